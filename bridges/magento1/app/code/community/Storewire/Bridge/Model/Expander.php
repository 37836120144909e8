<?php
require_once dirname(__DIR__) . '/Shared/load.php';

use Storewire\Bridge\Shared\EventForm;
use Storewire\Bridge\Shared\Expander;

/** Reads customers, quotes and orders with Magento's models. Ids and amounts (`base_…`) are those of the API. */
class Storewire_Bridge_Model_Expander implements Expander
{
    public function expand(array $hint)
    {
        if (isset($hint['detail']['granted'])) {
            return $this->newsletter($hint);
        }
        if ($hint['type'] === 'cart') {
            return $this->cart($hint);
        }
        if (strpos($hint['type'], 'order.') === 0) {
            return $this->order($hint);
        }
        $contact = $this->contact($hint['ref']);

        return $contact ? ['contact' => $contact] : null;
    }

    private function newsletter(array $hint)
    {
        $id = isset($hint['detail']['customerId']) ? $hint['detail']['customerId'] : null;
        $contact = $id ? $this->contact($id) : null;
        if (!$contact) {
            $contact = ['email' => EventForm::email($hint['ref'])];
        }

        return $contact['email'] === null ? null : [
            'contact' => $contact,
            'consents' => EventForm::newsletter($hint['detail']['granted'], $hint['occurredAt'], 'magento1'),
        ];
    }

    private function cart(array $hint)
    {
        $quote = Mage::getModel('sales/quote')->loadByIdWithoutStore((int) $hint['ref']);
        // A quote that became an order is closed by the order.
        if (!$quote->getId() || !$quote->getIsActive()) {
            return null;
        }
        $visitor = isset($hint['detail']['visitorId']) ? $hint['detail']['visitorId'] : null;
        $contact = $quote->getCustomerId() ? $this->contact($quote->getCustomerId()) : null;
        $email = EventForm::email($quote->getCustomerEmail());
        if (!$contact && $email !== null) {
            $contact = ['email' => $email];
        }
        if (!$contact && $visitor === null) {
            return null;
        }
        $lines = [];
        foreach (array_slice($quote->getAllVisibleItems(), 0, 200) as $item) {
            $variant = $item->getOptionByCode('simple_product');
            $lines[] = $this->line($item, $item->getQty(), $variant && $variant->getProduct() ? $variant->getProduct()->getId() : null);
        }
        $who = ['contact' => $contact, 'visitorId' => $visitor];

        return !$lines ? ['type' => 'cart.emptied'] + $who : ['type' => 'cart.updated'] + $who + ['cart' => [
            'id' => (string) $quote->getId(),
            'currency' => $quote->getBaseCurrencyCode(),
            'total' => EventForm::amount($quote->getBaseGrandTotal()),
            'lines' => $lines,
        ]];
    }

    private function order(array $hint)
    {
        $order = Mage::getModel('sales/order')->load((int) $hint['ref']);
        $address = $order->getId() ? $order->getBillingAddress() : null;
        $email = EventForm::email($order->getCustomerEmail() ? $order->getCustomerEmail() : ($address ? $address->getEmail() : null));
        if (!$order->getId() || $email === null) {
            return null;
        }
        $lines = [];
        foreach (array_slice($order->getAllVisibleItems(), 0, 500) as $item) {
            $children = $item->getProductType() === 'configurable' ? array_values($item->getChildrenItems()) : [];
            $lines[] = $this->line($item, $item->getQtyOrdered(), $children ? $children[0]->getProductId() : null);
        }
        if (!$lines) {
            return null;
        }
        $payment = $order->getPayment();
        $id = $order->getCustomerId();

        return [
            'contact' => ['externalId' => $id ? (string) $id : null, 'email' => $email] + $this->place($address)
                + ['name' => EventForm::text($order->getCustomerFirstname() . ' ' . $order->getCustomerLastname())],
            'visitorId' => isset($hint['detail']['visitorId']) ? $hint['detail']['visitorId'] : null,
            'order' => [
                'id' => (string) $order->getId(),
                'number' => EventForm::text($order->getIncrementId(), 100),
                'currency' => $order->getBaseCurrencyCode(),
                'total' => EventForm::amount($order->getBaseGrandTotal()),
                'shippingCost' => EventForm::amount($order->getBaseShippingInclTax()),
                'discountCode' => EventForm::text($order->getCouponCode(), 100),
                'paymentMethod' => $payment ? EventForm::text($payment->getMethod()) : null,
                'shippingMethod' => EventForm::text($order->getShippingDescription()),
                'status' => EventForm::text($order->getStatus(), 100),
                'lines' => $lines,
            ],
        ];
    }

    private function line($item, $quantity, $variant)
    {
        $price = $item->getBasePriceInclTax() ? $item->getBasePriceInclTax() : $item->getBasePrice();

        return [
            'productId' => (string) $item->getProductId(),
            'variantId' => $variant ? (string) $variant : null,
            'name' => EventForm::text($item->getName()),
            'quantity' => (float) $quantity,
            'unitPrice' => EventForm::amount($price, 4),
        ];
    }

    private function contact($id)
    {
        $customer = Mage::getModel('customer/customer')->load((int) $id);
        $email = $customer->getId() ? EventForm::email($customer->getEmail()) : null;
        if ($email === null) {
            return null;
        }
        $address = $customer->getPrimaryBillingAddress();
        // Magento keeps times in UTC.
        $registered = strtotime($customer->getData('created_at') . ' UTC');

        return [
            'externalId' => (string) $customer->getId(),
            'email' => $email,
            'name' => EventForm::text($customer->getFirstname() . ' ' . $customer->getLastname()),
            'birthDate' => EventForm::day($customer->getDob()),
            'createdAt' => $registered ? EventForm::time($registered) : null,
        ] + $this->place($address ? $address : null);
    }

    private function place($address)
    {
        if (!$address) {
            return [];
        }

        return [
            'name' => EventForm::text($address->getFirstname() . ' ' . $address->getLastname()),
            'phone' => EventForm::text($address->getTelephone(), 40),
            'company' => EventForm::text($address->getCompany()),
            'address' => [
                'street' => EventForm::text($address->getStreetFull()),
                'zipCode' => EventForm::text($address->getPostcode(), 20),
                'city' => EventForm::text($address->getCity()),
                'province' => EventForm::text($address->getRegion()),
                'country' => EventForm::country($address->getCountryId()),
            ],
        ];
    }
}
