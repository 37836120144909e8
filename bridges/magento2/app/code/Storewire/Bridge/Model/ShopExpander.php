<?php
declare(strict_types=1);

namespace Storewire\Bridge\Model;

use Magento\Customer\Api\CustomerRepositoryInterface;
use Magento\Framework\Exception\NoSuchEntityException;
use Magento\Quote\Api\CartRepositoryInterface;
use Magento\Sales\Api\OrderRepositoryInterface;
use Storewire\Bridge\Shared\EventForm;
use Storewire\Bridge\Shared\Expander;

/** Reads customers, quotes and orders with Magento's repositories. Ids and amounts (`base_…`) are those of the REST API. */
class ShopExpander implements Expander
{
    private CustomerRepositoryInterface $customers;
    private CartRepositoryInterface $carts;
    private OrderRepositoryInterface $orders;

    public function __construct(
        CustomerRepositoryInterface $customers,
        CartRepositoryInterface $carts,
        OrderRepositoryInterface $orders
    ) {
        $this->customers = $customers;
        $this->carts = $carts;
        $this->orders = $orders;
    }

    public function expand(array $hint)
    {
        try {
            if (isset($hint['detail']['granted'])) {
                return $this->newsletter($hint);
            }
            if ($hint['type'] === 'cart') {
                return $this->cart($hint);
            }
            if (strpos($hint['type'], 'order.') === 0) {
                return $this->order($hint);
            }
            $contact = $this->contactOf($this->customers->getById((int) $hint['ref']));

            return $contact ? ['contact' => $contact] : null;
        } catch (NoSuchEntityException $gone) {
            return null;
        }
    }

    private function newsletter(array $hint): ?array
    {
        $contact = ['email' => EventForm::email($hint['ref'])];
        if (!empty($hint['detail']['customerId'])) {
            try {
                $customer = $this->contactOf($this->customers->getById((int) $hint['detail']['customerId']));
                $contact = $customer ?? $contact;
            } catch (NoSuchEntityException $gone) {
                // The decision counts without the account.
            }
        }

        return $contact['email'] === null ? null : [
            'contact' => $contact,
            'consents' => EventForm::newsletter($hint['detail']['granted'], $hint['occurredAt'], 'magento2'),
        ];
    }

    private function cart(array $hint): ?array
    {
        $quote = $this->carts->get((int) $hint['ref']);
        // A quote that became an order is closed by the order.
        if (!$quote->getIsActive()) {
            return null;
        }
        $visitor = $hint['detail']['visitorId'] ?? null;
        $contact = $this->contactOfQuote($quote);
        if ($contact === null && $visitor === null) {
            return null;
        }
        $lines = [];
        foreach (array_slice($quote->getAllVisibleItems(), 0, 200) as $item) {
            $variant = $item->getOptionByCode('simple_product');
            $lines[] = [
                'productId' => (string) $item->getProductId(),
                'variantId' => $variant && $variant->getProduct() ? (string) $variant->getProduct()->getId() : null,
                'name' => EventForm::text($item->getName()),
                'quantity' => (float) $item->getQty(),
                'unitPrice' => EventForm::amount($item->getBasePriceInclTax() ?: $item->getBasePrice(), 4),
            ];
        }
        $who = ['contact' => $contact, 'visitorId' => $visitor];

        return $lines === [] ? ['type' => 'cart.emptied'] + $who : ['type' => 'cart.updated'] + $who + ['cart' => [
            'id' => (string) $quote->getId(),
            'currency' => $quote->getBaseCurrencyCode(),
            'total' => EventForm::amount($quote->getBaseGrandTotal()),
            'lines' => $lines,
        ]];
    }

    private function order(array $hint): ?array
    {
        $order = $this->orders->get((int) $hint['ref']);
        $address = $order->getBillingAddress();
        $email = EventForm::email($order->getCustomerEmail() ?: ($address ? $address->getEmail() : null));
        $lines = [];
        foreach ($order->getAllVisibleItems() as $item) {
            $children = $item->getProductType() === 'configurable' ? array_values($item->getChildrenItems()) : [];
            $lines[] = [
                'productId' => (string) $item->getProductId(),
                'variantId' => $children ? (string) $children[0]->getProductId() : null,
                'name' => EventForm::text($item->getName()),
                'quantity' => (float) $item->getQtyOrdered(),
                'unitPrice' => EventForm::amount($item->getBasePriceInclTax() ?: $item->getBasePrice(), 4),
            ];
        }
        if ($email === null || $lines === []) {
            return null;
        }
        $payment = $order->getPayment();

        return [
            'contact' => [
                'externalId' => $order->getCustomerId() ? (string) $order->getCustomerId() : null,
                'email' => $email,
            ] + ($address ? $this->placeOf($address) : []) + [
                'name' => EventForm::text($order->getCustomerFirstname() . ' ' . $order->getCustomerLastname()),
            ],
            'visitorId' => $hint['detail']['visitorId'] ?? null,
            'order' => [
                'id' => (string) $order->getEntityId(),
                'number' => EventForm::text($order->getIncrementId(), 100),
                'currency' => $order->getBaseCurrencyCode(),
                'total' => EventForm::amount($order->getBaseGrandTotal()),
                'shippingCost' => EventForm::amount($order->getBaseShippingInclTax()),
                'discountCode' => EventForm::text($order->getCouponCode(), 100),
                'paymentMethod' => $payment ? EventForm::text($payment->getMethod()) : null,
                'shippingMethod' => EventForm::text($order->getShippingDescription()),
                'status' => EventForm::text($order->getStatus(), 100),
                'lines' => array_slice($lines, 0, 500),
            ],
        ];
    }

    private function contactOfQuote($quote): ?array
    {
        if ($quote->getCustomerId()) {
            return $this->contactOf($this->customers->getById((int) $quote->getCustomerId()));
        }
        $address = $quote->getBillingAddress();
        $email = EventForm::email($quote->getCustomerEmail() ?: ($address ? $address->getEmail() : null));

        return $email === null ? null : ['email' => $email];
    }

    private function contactOf($customer): ?array
    {
        $email = EventForm::email($customer->getEmail());
        if ($email === null) {
            return null;
        }
        // Magento keeps times in UTC.
        $registered = strtotime($customer->getCreatedAt() . ' UTC');

        return [
            'externalId' => (string) $customer->getId(),
            'email' => $email,
            'name' => EventForm::text($customer->getFirstname() . ' ' . $customer->getLastname()),
            'birthDate' => EventForm::day($customer->getDob()),
            'createdAt' => $registered ? EventForm::time($registered) : null,
        ] + $this->placeOf($this->addressOf($customer));
    }

    /** The billing address, else the first one. */
    private function addressOf($customer)
    {
        $addresses = $customer->getAddresses() ?: [];
        foreach ($addresses as $address) {
            if ($address->isDefaultBilling()) {
                return $address;
            }
        }

        return $addresses[0] ?? null;
    }

    private function placeOf($address): array
    {
        if ($address === null) {
            return [];
        }
        $region = $address->getRegion();

        return [
            'name' => EventForm::text($address->getFirstname() . ' ' . $address->getLastname()),
            'phone' => EventForm::text($address->getTelephone(), 40),
            'company' => EventForm::text($address->getCompany()),
            'address' => [
                'street' => EventForm::text(implode(' ', (array) $address->getStreet())),
                'zipCode' => EventForm::text($address->getPostcode(), 20),
                'city' => EventForm::text($address->getCity()),
                'province' => EventForm::text(is_object($region) ? $region->getRegion() : $region),
                'country' => EventForm::country($address->getCountryId()),
            ],
        ];
    }
}
