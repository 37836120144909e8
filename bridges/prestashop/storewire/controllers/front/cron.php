<?php
/** Sends what waits, for a cron that calls an address. */
class StorewireCronModuleFrontController extends ModuleFrontController
{
    public $ssl = true;
    public $ajax = true;

    public function postProcess()
    {
        $token = $this->module->bridge()->cronToken();
        $isRight = $token !== null && hash_equals($token, (string) Tools::getValue('token'));
        http_response_code($isRight ? 200 : 403);
        header('Content-Type: application/json; charset=utf-8');
        echo json_encode($isRight ? $this->module->bridge()->send() : ['code' => 'WRONG_TOKEN']);
        exit;
    }
}
