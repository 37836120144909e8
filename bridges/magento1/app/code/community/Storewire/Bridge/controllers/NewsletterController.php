<?php
/** The signed route of the hub. */
class Storewire_Bridge_NewsletterController extends Mage_Core_Controller_Front_Action
{
    public function indexAction()
    {
        $request = $this->getRequest();
        list($status, $answer) = Mage::getSingleton('storewire_bridge/service')->routes()->handle([
            'timestamp' => $request->getServer('HTTP_X_HUB_TIMESTAMP'),
            'nonce' => $request->getServer('HTTP_X_HUB_NONCE'),
            'signature' => $request->getServer('HTTP_X_HUB_SIGNATURE'),
        ], (string) file_get_contents('php://input'));
        $this->getResponse()
            ->setHttpResponseCode($status)
            ->setHeader('Content-Type', 'application/json; charset=utf-8', true)
            ->setHeader('Cache-Control', 'no-store', true)
            ->setBody(json_encode($answer));
    }
}
