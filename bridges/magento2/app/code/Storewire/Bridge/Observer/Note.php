<?php
declare(strict_types=1);

namespace Storewire\Bridge\Observer;

use Magento\Framework\Event\Observer;
use Magento\Framework\Event\ObserverInterface;
use Storewire\Bridge\Model\Events;

/** All events of the shop that matter here; `Events` knows what each means. */
class Note implements ObserverInterface
{
    private Events $events;

    public function __construct(Events $events)
    {
        $this->events = $events;
    }

    public function execute(Observer $observer): void
    {
        $this->events->happened((string) $observer->getEvent()->getName(), $observer);
    }
}
