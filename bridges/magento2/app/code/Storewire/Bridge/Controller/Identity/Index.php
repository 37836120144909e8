<?php
declare(strict_types=1);

namespace Storewire\Bridge\Controller\Identity;

use Magento\Customer\Model\Session;
use Magento\Framework\App\Action\HttpGetActionInterface;
use Magento\Framework\Controller\Result\RawFactory;
use Storewire\Bridge\Model\Bridge;
use Storewire\Bridge\Shared\Signature;

/** Tells the tracker who is logged in: a signed token as text, 404 for a guest. */
class Index implements HttpGetActionInterface
{
    private Session $session;
    private RawFactory $results;
    private Bridge $bridge;

    public function __construct(Session $session, RawFactory $results, Bridge $bridge)
    {
        $this->session = $session;
        $this->results = $results;
        $this->bridge = $bridge;
    }

    public function execute()
    {
        $store = $this->bridge->keys()->ofStorefront($this->bridge->storefront());
        $secret = $store['trackerSecret'] ?? null;
        $isKnown = $secret !== null && $this->session->isLoggedIn();
        $result = $this->results->create();
        $result->setHttpResponseCode($isKnown ? 200 : 404);
        $result->setHeader('Content-Type', 'text/plain; charset=utf-8', true);
        $result->setHeader('Cache-Control', 'private, no-store', true);
        $customer = $isKnown ? $this->session->getCustomer() : null;

        return $result->setContents($customer ? Signature::identity($secret, (string) $customer->getId(), $customer->getEmail(), time()) : '');
    }
}
