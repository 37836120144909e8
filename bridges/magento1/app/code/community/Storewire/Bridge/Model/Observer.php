<?php
require_once dirname(__DIR__) . '/Shared/load.php';

use Storewire\Bridge\Shared\EventForm;

/** What Magento's events mean. Runs in the shopper's request: notes, and reads nothing but what a subscriber was. */
class Storewire_Bridge_Model_Observer
{
    const SUBSCRIBED = 1;
    const UNSUBSCRIBED = 3;

    private $notedQuotes = [];
    /** What subscribers were before they are saved, by object: many are loaded in ways that keep no original data. */
    private $before = [];

    /** Cron, every minute. */
    public function send()
    {
        $this->service()->sender()->run();
    }

    public function registered($observer)
    {
        $this->note('contact.registered', $observer->getData('customer'));
    }

    public function loggedIn($observer)
    {
        $this->note('contact.logged_in', $observer->getData('customer'));
    }

    public function customerSaved($observer)
    {
        $this->note('contact.updated', $observer->getData('customer'));
    }

    /** Magento 1 has a column for the time of a change and never fills it. */
    public function subscriberChanging($observer)
    {
        $subscriber = $observer->getData('subscriber');
        $before = Mage::getSingleton('storewire_bridge/subscribers')->statusOf((int) $subscriber->getId());
        $this->before[spl_object_hash($subscriber)] = $before;
        // What the hub writes has a time of its own.
        if ((int) $subscriber->getData('subscriber_status') !== $before && !$this->service()->recorder()->isMuted()) {
            $subscriber->setData('change_status_at', gmdate('Y-m-d H:i:s'));
        }
    }

    public function subscriberSaved($observer)
    {
        $subscriber = $observer->getData('subscriber');
        $status = (int) $subscriber->getData('subscriber_status');
        $key = spl_object_hash($subscriber);
        $before = isset($this->before[$key]) ? $this->before[$key] : 0;
        unset($this->before[$key]);
        if ($status === $before) {
            return;
        }
        if ($status === self::SUBSCRIBED) {
            $this->noteConsent('contact.newsletter_subscribed', $subscriber, true);
        } elseif ($status === self::UNSUBSCRIBED && $this->action() === 'newsletter_subscriber_unsubscribe') {
            $this->noteConsent('contact.newsletter_unsubscribed', $subscriber, false);
        } elseif ($status === self::UNSUBSCRIBED && $before === self::SUBSCRIBED && $this->action() !== 'customer_account_createpost') {
            // A box left unticked at a registration is no opt-out, nor is what Magento makes of an unconfirmed row.
            $this->noteConsent('contact.updated', $subscriber, false);
        }
    }

    public function subscriberDeleted($observer)
    {
        $subscriber = $observer->getData('subscriber');
        if ((int) $subscriber->getData('subscriber_status') === self::SUBSCRIBED) {
            $this->noteConsent('contact.updated', $subscriber, false);
        }
    }

    /** Any step of a shopper saves the quote; one row in a request is enough, and none for nobody's. */
    public function quoteSaved($observer)
    {
        $quote = $observer->getData('quote');
        $id = (int) $quote->getId();
        $visitor = EventForm::visitor($_COOKIE);
        // A new one has no value yet; the table makes it active.
        $isActive = $quote->getData('is_active') === null || $quote->getData('is_active');
        $isKnown = $quote->getData('customer_id') || $quote->getData('customer_email') || $visitor !== null;
        if (!$id || isset($this->notedQuotes[$id]) || !$isActive || !$isKnown) {
            return;
        }
        $this->notedQuotes[$id] = true;
        $this->service()->recorder()->note('cart', $id, $quote->getStoreId(), ['visitorId' => $visitor]);
    }

    public function orderSaved($observer)
    {
        $order = $observer->getData('order');
        $state = (string) $order->getData('state');
        $before = (string) $order->getOrigData('state');
        if ($before === '') {
            $this->noteOrder('order.placed', $order, ['visitorId' => EventForm::visitor($_COOKIE)]);
        }
        if ($state !== $before && in_array($state, ['processing', 'complete'], true)) {
            $this->noteOrder('order.paid', $order, []);
        }
        if ($state !== $before && $state === 'canceled') {
            $this->noteOrder('order.cancelled', $order, []);
        }
    }

    private function note($type, $customer)
    {
        if ($customer && $customer->getId()) {
            $this->service()->recorder()->note($type, $customer->getId(), $this->viewOf($customer));
        }
    }

    private function noteOrder($type, $order, array $detail)
    {
        $this->service()->recorder()->note($type, $order->getId(), $this->viewOf($order), $detail, $type . '-' . $order->getId());
    }

    private function noteConsent($type, $subscriber, $isGranted)
    {
        $customer = (int) $subscriber->getData('customer_id');
        $this->service()->recorder()->note($type, strtolower($subscriber->getData('subscriber_email')), $this->viewOf($subscriber), [
            'granted' => $isGranted,
            'customerId' => $customer ? $customer : null,
        ]);
    }

    private function viewOf($object)
    {
        return (int) ($object->getStoreId() ? $object->getStoreId() : Mage::app()->getStore()->getId());
    }

    private function action()
    {
        $action = Mage::app()->getFrontController() ? Mage::app()->getFrontController()->getAction() : null;

        return $action ? strtolower($action->getFullActionName()) : '';
    }

    /** @return Storewire_Bridge_Model_Service */
    private function service()
    {
        return Mage::getSingleton('storewire_bridge/service');
    }
}
