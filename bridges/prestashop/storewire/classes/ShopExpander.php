<?php
namespace Storewire\Bridge\Prestashop;

use Storewire\Bridge\Shared\EventForm;
use Storewire\Bridge\Shared\Expander;

/** Reads customers, carts and orders with PrestaShop's own classes. Ids are those of the webservice. */
class ShopExpander implements Expander
{
    private $subscribers;

    public function __construct(Subscribers $subscribers)
    {
        $this->subscribers = $subscribers;
    }

    public function expand(array $hint)
    {
        if ($hint['type'] === Subscribers::LOOK) {
            return $this->newsletterLook($hint);
        }
        if (isset($hint['detail']['granted'])) {
            return $this->newsletter($hint, (bool) $hint['detail']['granted'], $hint['type']);
        }
        if ($hint['type'] === 'cart') {
            return $this->cart($hint);
        }

        return strpos($hint['type'], 'order.') === 0 ? $this->order($hint) : $this->customer($hint);
    }

    private function newsletterLook(array $hint)
    {
        $isIn = $this->subscribers->change($hint['ref'], (int) $hint['storefront']);
        if ($isIn === null) {
            return null;
        }
        $left = empty($hint['detail']['isLeaving']) ? 'contact.updated' : 'contact.newsletter_unsubscribed';

        return $this->newsletter($hint, $isIn, $isIn ? 'contact.newsletter_subscribed' : $left);
    }

    private function newsletter(array $hint, $isIn, $type)
    {
        $found = $this->subscribers->read($hint['ref'], (int) $hint['storefront']);
        $id = $found === null ? null : $found['customerId'];
        $contact = $id ? $this->contact(new \Customer((int) $id), null) : ['email' => EventForm::email($hint['ref'])];
        if (empty($contact['email'])) {
            return null;
        }

        return ['type' => $type, 'contact' => $contact, 'consents' => EventForm::newsletter($isIn, $hint['occurredAt'], 'prestashop')];
    }

    private function customer(array $hint)
    {
        $customer = new \Customer((int) $hint['ref']);
        if (!\Validate::isLoadedObject($customer) || $customer->deleted) {
            return null;
        }
        $contact = $this->contact($customer, null);
        if (!$contact) {
            return null;
        }
        // The box of a registration: ticked is an opt-in, left alone it says nothing.
        $isTicked = $hint['type'] === 'contact.registered' && $customer->newsletter;

        return ['contact' => $contact, 'consents' => $isTicked ? EventForm::newsletter(true, $hint['occurredAt'], 'registration') : null];
    }

    private function cart(array $hint)
    {
        $cart = new \Cart((int) $hint['ref']);
        // A cart that became an order is closed by the order.
        if (!\Validate::isLoadedObject($cart) || $cart->orderExists()) {
            return null;
        }
        $customer = $cart->id_customer ? new \Customer((int) $cart->id_customer) : null;
        $contact = $customer && \Validate::isLoadedObject($customer) ? $this->contact($customer, null) : null;
        $visitor = isset($hint['detail']['visitorId']) ? $hint['detail']['visitorId'] : null;
        if (!$contact && $visitor === null) {
            return null;
        }
        $currency = new \Currency((int) $cart->id_currency);
        $this->enter($cart, $customer, $currency);
        $lines = $this->cartLines($cart->getProducts());
        $body = ['id' => (string) $cart->id, 'currency' => $currency->iso_code, 'lines' => $lines];
        if (!$lines) {
            return ['type' => 'cart.emptied', 'contact' => $contact, 'visitorId' => $visitor];
        }
        $body['total'] = EventForm::amount($cart->getOrderTotal(true, \Cart::BOTH_WITHOUT_SHIPPING));

        return ['type' => 'cart.updated', 'contact' => $contact, 'visitorId' => $visitor, 'cart' => $body];
    }

    /** Prices depend on whose cart it is. */
    private function enter($cart, $customer, $currency)
    {
        $context = \Context::getContext();
        $context->cart = $cart;
        $context->currency = $currency;
        if ($customer !== null) {
            $context->customer = $customer;
        }
    }

    private function cartLines($products)
    {
        $lines = [];
        foreach (array_slice((array) $products, 0, 200) as $row) {
            $lines[] = [
                'productId' => (string) $row['id_product'],
                'variantId' => $this->variant($row['id_product'], $row['id_product_attribute']),
                'name' => EventForm::text($row['name']),
                'quantity' => (int) $row['cart_quantity'],
                'unitPrice' => EventForm::amount($row['price_wt']),
            ];
        }

        return $lines;
    }

    private function order(array $hint)
    {
        $order = new \Order((int) $hint['ref']);
        if (!\Validate::isLoadedObject($order)) {
            return null;
        }
        $customer = new \Customer((int) $order->id_customer);
        $contact = $this->contact($customer, (int) $order->id_address_invoice);
        $lines = [];
        foreach (array_slice((array) $order->getProductsDetail(), 0, 500) as $row) {
            $lines[] = [
                'productId' => (string) $row['product_id'],
                'variantId' => $this->variant($row['product_id'], $row['product_attribute_id']),
                'name' => EventForm::text($row['product_name']),
                'quantity' => (int) $row['product_quantity'],
                'unitPrice' => EventForm::amount($row['unit_price_tax_incl']),
            ];
        }
        if (!$contact || !$lines) {
            return null;
        }
        $currency = new \Currency((int) $order->id_currency);
        $carrier = new \Carrier((int) $order->id_carrier);

        return [
            'contact' => $contact,
            'visitorId' => isset($hint['detail']['visitorId']) ? $hint['detail']['visitorId'] : null,
            'order' => [
                'id' => (string) $order->id,
                'number' => EventForm::text($order->reference, 100),
                'currency' => $currency->iso_code,
                'total' => EventForm::amount($order->total_paid_tax_incl),
                'shippingCost' => EventForm::amount($order->total_shipping_tax_incl),
                'paymentMethod' => EventForm::text($order->payment),
                'shippingMethod' => EventForm::text($carrier->name),
                'lines' => $lines,
            ],
        ];
    }

    /** A product and its combinations are numbered apart: `55-12`. */
    private function variant($product, $attribute)
    {
        return (int) $attribute ? $product . '-' . $attribute : null;
    }

    /** @param int|null $addressId null: the first one of the customer */
    private function contact($customer, $addressId)
    {
        $email = EventForm::email($customer->email);
        if ($email === null) {
            return null;
        }
        if ($addressId === null) {
            $addressId = (int) \Address::getFirstCustomerAddressId((int) $customer->id);
        }
        $address = $addressId ? new \Address($addressId) : null;
        $contact = [
            'email' => $email,
            'name' => EventForm::text($customer->firstname . ' ' . $customer->lastname),
            'company' => EventForm::text($customer->company),
            'birthDate' => EventForm::day($customer->birthday),
        ];
        if (!$customer->is_guest) {
            $registered = strtotime((string) $customer->date_add);
            $contact['externalId'] = (string) $customer->id;
            $contact['createdAt'] = $registered > 0 ? EventForm::time($registered) : null;
        }
        if ($address && \Validate::isLoadedObject($address)) {
            $contact['phone'] = EventForm::text($address->phone_mobile ? $address->phone_mobile : $address->phone, 40);
            $contact['company'] = $contact['company'] ? $contact['company'] : EventForm::text($address->company);
            $contact['address'] = [
                'street' => EventForm::text(trim($address->address1 . ' ' . $address->address2)),
                'zipCode' => EventForm::text($address->postcode, 20),
                'city' => EventForm::text($address->city),
                'province' => $address->id_state ? EventForm::text(\State::getNameById((int) $address->id_state)) : null,
                'country' => EventForm::country(\Country::getIsoById((int) $address->id_country)),
            ];
        }

        return $contact;
    }
}
