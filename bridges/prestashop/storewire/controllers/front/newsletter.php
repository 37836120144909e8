<?php
/** The signed route of the hub. */
class StorewireNewsletterModuleFrontController extends ModuleFrontController
{
    public $ssl = true;
    public $ajax = true;

    public function postProcess()
    {
        $header = function ($name) {
            return isset($_SERVER[$name]) ? $_SERVER[$name] : null;
        };
        list($status, $answer) = $this->module->bridge()->routes()->handle([
            'timestamp' => $header('HTTP_X_HUB_TIMESTAMP'),
            'nonce' => $header('HTTP_X_HUB_NONCE'),
            'signature' => $header('HTTP_X_HUB_SIGNATURE'),
        ], (string) file_get_contents('php://input'));
        http_response_code($status);
        header('Content-Type: application/json; charset=utf-8');
        header('Cache-Control: no-store');
        echo json_encode($answer);
        exit;
    }
}
