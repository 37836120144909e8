<?php
declare(strict_types=1);

namespace Storewire\Bridge\Controller\Newsletter;

use Magento\Framework\App\Action\HttpPostActionInterface;
use Magento\Framework\App\CsrfAwareActionInterface;
use Magento\Framework\App\Request\Http;
use Magento\Framework\App\Request\InvalidRequestException;
use Magento\Framework\App\RequestInterface;
use Magento\Framework\Controller\Result\JsonFactory;
use Storewire\Bridge\Model\Bridge;

/** The signed route of the hub. Magento's form key is for browsers; here the signature counts. */
class Index implements HttpPostActionInterface, CsrfAwareActionInterface
{
    private Http $request;
    private JsonFactory $results;
    private Bridge $bridge;

    public function __construct(Http $request, JsonFactory $results, Bridge $bridge)
    {
        $this->request = $request;
        $this->results = $results;
        $this->bridge = $bridge;
    }

    public function execute()
    {
        [$status, $answer] = $this->bridge->routes()->handle([
            'timestamp' => $this->request->getServer('HTTP_X_HUB_TIMESTAMP'),
            'nonce' => $this->request->getServer('HTTP_X_HUB_NONCE'),
            'signature' => $this->request->getServer('HTTP_X_HUB_SIGNATURE'),
        ], (string) $this->request->getContent());
        $result = $this->results->create();
        $result->setHttpResponseCode($status);
        $result->setHeader('Cache-Control', 'no-store', true);

        return $result->setData($answer);
    }

    public function createCsrfValidationException(RequestInterface $request): ?InvalidRequestException
    {
        return null;
    }

    public function validateForCsrf(RequestInterface $request): ?bool
    {
        return true;
    }
}
