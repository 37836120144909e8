<?php
/** Tells the tracker who is logged in: a signed token as text, 404 for a guest. */
class StorewireIdentityModuleFrontController extends ModuleFrontController
{
    public $ssl = true;
    public $ajax = true;

    public function postProcess()
    {
        $token = $this->module->bridge()->identity();
        http_response_code($token === null ? 404 : 200);
        header('Content-Type: text/plain; charset=utf-8');
        header('Cache-Control: private, no-store');
        echo (string) $token;
        exit;
    }
}
