<?php
declare(strict_types=1);

namespace Storewire\Bridge\Model;

use Magento\Framework\App\RequestInterface;
use Magento\Framework\DataObject;
use Storewire\Bridge\Shared\EventForm;

/** What Magento's events mean. Runs in the shopper's request: notes, and reads nothing but what a subscriber was. */
class Events
{
    private const SUBSCRIBED = 1;
    private const UNSUBSCRIBED = 3;
    /** States of a paid order. */
    private const PAID = ['processing', 'complete'];

    private Bridge $bridge;
    private RequestInterface $request;
    private array $notedQuotes = [];
    /** What subscribers were before they are saved, by object: many are loaded in ways that keep no original data. */
    private array $before = [];

    public function __construct(Bridge $bridge, RequestInterface $request)
    {
        $this->bridge = $bridge;
        $this->request = $request;
    }

    /** @param DataObject $data what the event carries, by name */
    public function happened(string $event, $data): void
    {
        switch ($event) {
            case 'customer_register_success':
                $this->note('contact.registered', $data->getData('customer'));
                break;
            case 'customer_login':
                $this->note('contact.logged_in', $data->getData('customer'));
                break;
            case 'customer_save_after_data_object':
                // Of a new account the registration tells; one made by staff or over an API is told here.
                $this->note('contact.updated', $data->getData('customer_data_object'));
                break;
            case 'newsletter_subscriber_save_before':
                $subscriber = $data->getData('subscriber');
                $this->before[spl_object_hash($subscriber)] = $this->bridge->subscribers()->statusOf((int) $subscriber->getId());
                break;
            case 'newsletter_subscriber_save_commit_after':
                $this->subscriberSaved($data->getData('subscriber'));
                break;
            case 'newsletter_subscriber_delete_commit_after':
                $this->subscriberDeleted($data->getData('subscriber'));
                break;
            case 'sales_quote_save_commit_after':
                $this->quoteSaved($data->getData('quote'));
                break;
            case 'checkout_submit_all_after':
                foreach ($data->getData('orders') ?? [$data->getData('order')] as $order) {
                    $this->orderPlaced($order);
                }
                break;
            case 'sales_order_save_commit_after':
                $this->orderSaved($data->getData('order'));
                break;
        }
    }

    private function note(string $type, $customer): void
    {
        if ($customer && $customer->getId()) {
            $this->bridge->recorder()->note($type, (string) $customer->getId(), $this->viewOf($customer));
        }
    }

    private function subscriberSaved($subscriber): void
    {
        $status = (int) $subscriber->getData('subscriber_status');
        $before = $this->before[spl_object_hash($subscriber)] ?? 0;
        unset($this->before[spl_object_hash($subscriber)]);
        if ($status === $before || !in_array($status, [self::SUBSCRIBED, self::UNSUBSCRIBED], true)) {
            return;
        }
        if ($status === self::SUBSCRIBED) {
            $this->noteConsent('contact.newsletter_subscribed', $subscriber, true);
        } elseif ($this->isAction('newsletter_subscriber_unsubscribe')) {
            $this->noteConsent('contact.newsletter_unsubscribed', $subscriber, false);
        } elseif ($before === self::SUBSCRIBED && !$this->isAction('customer_account_createpost')) {
            // A box left unticked at a registration is no opt-out, nor is what Magento makes of an unconfirmed row.
            $this->noteConsent('contact.updated', $subscriber, false);
        }
    }

    private function subscriberDeleted($subscriber): void
    {
        if ((int) $subscriber->getData('subscriber_status') === self::SUBSCRIBED) {
            $this->noteConsent('contact.updated', $subscriber, false);
        }
    }

    private function noteConsent(string $type, $subscriber, bool $isGranted): void
    {
        $this->bridge->recorder()->note($type, strtolower((string) $subscriber->getData('subscriber_email')), $this->viewOf($subscriber), [
            'granted' => $isGranted,
            'customerId' => (int) $subscriber->getData('customer_id') ?: null,
        ]);
    }

    /** Any step of a shopper saves the quote; one row in a request is enough, and none for nobody's. */
    private function quoteSaved($quote): void
    {
        $id = (int) $quote->getId();
        $visitor = EventForm::visitor($_COOKIE);
        // A new one has no value yet; the table makes it active.
        $isActive = $quote->getData('is_active') === null || $quote->getData('is_active');
        $isKnown = $quote->getData('customer_id') || $quote->getData('customer_email') || $visitor !== null;
        if (!$id || isset($this->notedQuotes[$id]) || !$isActive || !$isKnown) {
            return;
        }
        $this->notedQuotes[$id] = true;
        $this->bridge->recorder()->note('cart', (string) $id, $this->viewOf($quote), ['visitorId' => $visitor]);
    }

    private function orderPlaced($order): void
    {
        if ($order && $order->getId()) {
            $visitor = ['visitorId' => EventForm::visitor($_COOKIE)];
            $this->bridge->recorder()->note('order.placed', (string) $order->getId(), $this->viewOf($order), $visitor, 'order.placed-' . $order->getId());
        }
    }

    private function orderSaved($order): void
    {
        $state = (string) $order->getData('state');
        if ($state === (string) $order->getOrigData('state')) {
            return;
        }
        $type = in_array($state, self::PAID, true) ? 'order.paid' : ($state === 'canceled' ? 'order.cancelled' : null);
        if ($type !== null) {
            $this->bridge->recorder()->note($type, (string) $order->getId(), $this->viewOf($order), [], $type . '-' . $order->getId());
        }
    }

    private function viewOf($object): int
    {
        return (int) $object->getStoreId() ?: $this->bridge->storefront();
    }

    private function isAction(string $name): bool
    {
        return method_exists($this->request, 'getFullActionName') && strtolower((string) $this->request->getFullActionName()) === $name;
    }
}
