<?php
namespace Storewire\Bridge\Prestashop;

use Storewire\Bridge\Shared\EventForm;
use Storewire\Bridge\Shared\Recorder;

/** What the hooks of PrestaShop mean. Runs in the shopper's request: notes, and reads nothing. */
class Events
{
    private $recorder;
    private $subscribers;
    private $noted = [];

    public function __construct(Recorder $recorder, Subscribers $subscribers)
    {
        $this->recorder = $recorder;
        $this->subscribers = $subscribers;
    }

    public function accountAdded(array $params)
    {
        $customer = isset($params['newCustomer']) ? $params['newCustomer'] : null;
        // A guest's checkout is told by the order.
        if ($customer && empty($customer->is_guest)) {
            $this->recorder->note('contact.registered', $customer->id, $this->shopOf($customer));
        }
    }

    public function loggedIn(array $params)
    {
        $customer = isset($params['customer']) ? $params['customer'] : \Context::getContext()->customer;
        if ($customer && !empty($customer->id) && empty($customer->is_guest)) {
            $this->recorder->note('contact.logged_in', $customer->id, $this->shopOf($customer));
        }
    }

    public function customerSaved(array $params)
    {
        $customer = isset($params['object']) ? $params['object'] : null;
        if ($customer && empty($customer->is_guest) && empty($customer->deleted)) {
            $this->recorder->note('contact.updated', $customer->id, $this->shopOf($customer));
        }
    }

    /** Fires several times in a request; up to 1.7.7 without the cart. */
    public function cartSaved(array $params)
    {
        $cart = isset($params['cart']) ? $params['cart'] : \Context::getContext()->cart;
        if (!$cart || empty($cart->id) || isset($this->noted['cart ' . $cart->id])) {
            return;
        }
        $visitor = EventForm::visitor($_COOKIE);
        // Nearly all carts are of nobody.
        if (empty($cart->id_customer) && $visitor === null) {
            return;
        }
        $this->noted['cart ' . $cart->id] = true;
        $this->recorder->note('cart', $cart->id, $this->shopOf($cart), ['visitorId' => $visitor]);
    }

    public function orderPlaced(array $params)
    {
        if (isset($params['order'])) {
            $order = $params['order'];
            $visitor = EventForm::visitor($_COOKIE);
            $this->recorder->note('order.placed', $order->id, $this->shopOf($order), ['visitorId' => $visitor], 'order.placed-' . $order->id);
        }
    }

    public function orderStateChanged(array $params)
    {
        $state = isset($params['newOrderStatus']) ? $params['newOrderStatus'] : null;
        $id = isset($params['id_order']) ? (int) $params['id_order'] : 0;
        if (!$state || !$id) {
            return;
        }
        $type = !empty($state->paid) ? 'order.paid' : null;
        if ((int) $state->id === (int) \Configuration::get('PS_OS_CANCELED')) {
            $type = 'order.cancelled';
        }
        if ($type !== null) {
            $this->recorder->note($type, $id, $this->shopOf(new \Order($id)), [], $type . '-' . $id);
        }
    }

    /** Only this hook tells that somebody asks to leave; it does not say whether it worked, so that is looked at later. */
    public function newsletterAsked(array $params)
    {
        $this->look($params, isset($params['action']) && (int) $params['action'] === 1);
    }

    public function newsletterDone(array $params)
    {
        if (empty($params['error'])) {
            $this->look($params, false);
        }
    }

    private function look(array $params, $isLeaving)
    {
        $email = isset($params['email']) ? EventForm::email($params['email']) : null;
        if ($email !== null) {
            $shop = (int) \Context::getContext()->shop->id;
            $this->recorder->note(Subscribers::LOOK, strtolower($email), $shop, ['isLeaving' => $isLeaving]);
        }
    }

    private function shopOf($object)
    {
        return !empty($object->id_shop) ? (int) $object->id_shop : (int) \Context::getContext()->shop->id;
    }
}
