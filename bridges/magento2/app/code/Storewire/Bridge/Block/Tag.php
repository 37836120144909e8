<?php
declare(strict_types=1);

namespace Storewire\Bridge\Block;

use Magento\Framework\View\Element\Template;
use Magento\Framework\View\Element\Template\Context;
use Storewire\Bridge\Model\Bridge;

/** The tracker's tag. Who is logged in is not in the page, which a cache shares; the script asks the identity route. */
class Tag extends Template
{
    private Bridge $bridge;

    public function __construct(Context $context, Bridge $bridge, array $data = [])
    {
        parent::__construct($context, $data);
        $this->bridge = $bridge;
    }

    public function getTrackerUrl(): ?string
    {
        $store = $this->bridge->keys()->ofStorefront($this->bridge->storefront());

        return $store['trackerUrl'] ?? null;
    }
}
