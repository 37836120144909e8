<?php
/** What both Magentos have: objects with data by name, and what they were when they were loaded. */
require_once __DIR__ . '/shared.php';

#[AllowDynamicProperties]
class FakeModel
{
    public $data;
    public $orig;
    /** @var callable|null called with the model by `save` */
    public $onSave;

    public function __construct(array $data = [], array $orig = [])
    {
        $this->data = $data;
        $this->orig = $orig;
    }

    public function getData($name)
    {
        return isset($this->data[$name]) ? $this->data[$name] : null;
    }

    public function getOrigData($name)
    {
        return isset($this->orig[$name]) ? $this->orig[$name] : null;
    }

    public function setData($name, $value = null)
    {
        $this->data = is_array($name) ? $name : [$name => $value] + $this->data;

        return $this;
    }

    public function save()
    {
        call_user_func($this->onSave, $this);
    }

    public function randomSequence()
    {
        return 'code';
    }

    public function __call($method, $arguments)
    {
        $name = strtolower(preg_replace('/(?<!^)([A-Z])/', '_$1', substr($method, preg_match('/^is/', $method) ? 2 : 3)));
        if (strpos($method, 'set') === 0) {
            return $this->setData($name, $arguments[0]);
        }
        $value = $this->getData($name === 'id' && !isset($this->data['id']) ? 'entity_id' : $name);

        return $value instanceof Closure ? $value(...$arguments) : $value;
    }
}

/** A list of models that can be narrowed down, as Magento's collections. */
class FakeCollection
{
    private $rows;
    private $limit = PHP_INT_MAX;

    public function __construct(array $rows)
    {
        $this->rows = $rows;
    }

    public function addFieldToFilter($field, $condition)
    {
        $field = str_replace('main_table.', '', $field);
        $this->rows = array_filter($this->rows, function ($row) use ($field, $condition) {
            $value = $row->getData($field);
            if (!is_array($condition)) {
                return $value === $condition;
            }

            return isset($condition['gt']) ? $value > $condition['gt'] : in_array((int) $value, $condition['in'], true);
        });

        return $this;
    }

    public function setOrder($field, $direction)
    {
        return $this;
    }

    public function setPageSize($limit)
    {
        $this->limit = $limit;

        return $this;
    }

    public function setCurPage($page)
    {
        return $this;
    }

    public function getItems()
    {
        return array_slice(array_values($this->rows), 0, $this->limit);
    }
}

/** Magento's database adapter, on SQLite. */
class FakeAdapter
{
    public $memory;

    public function __construct()
    {
        $this->memory = new MemoryDatabase();
    }

    public function query($sql, array $params = [])
    {
        // What MySQL alone understands is in the statements that make tables.
        if (strpos($sql, 'CREATE TABLE') === 0) {
            return $this->memory->pdo->query('SELECT 1');
        }
        $statement = $this->memory->pdo->prepare($sql);
        foreach (array_values($params) as $i => $value) {
            $statement->bindValue($i + 1, $value, is_int($value) ? PDO::PARAM_INT : PDO::PARAM_STR);
        }
        $statement->execute();

        return $statement;
    }
}

function address()
{
    return new FakeModel([
        'firstname' => 'Ola', 'lastname' => 'Testowa', 'telephone' => '+48500100200', 'street' => ['Polna 3', 'm. 4'], 'street_full' => "Polna 3\nm. 4",
        'postcode' => '81-001', 'city' => 'Gdynia', 'region' => 'Pomorskie', 'country_id' => 'PL', 'default_billing' => true, 'email' => 'ola@customer.example',
    ]);
}

function customer()
{
    return new FakeModel([
        'id' => 42, 'store_id' => 1, 'email' => 'ola@customer.example', 'firstname' => 'Ola', 'lastname' => 'Testowa', 'dob' => '1990-05-04', 'created_at' => '2026-01-15 10:00:00',
        'addresses' => [address()], 'primary_billing_address' => address(),
    ]);
}

function lineItem(array $more = [])
{
    return new FakeModel($more + [
        'product_id' => 55, 'name' => 'Tee', 'qty' => 2, 'qty_ordered' => '2.0000', 'base_price_incl_tax' => 19.9, 'product_type' => 'configurable',
        'option_by_code' => new FakeModel(['product' => new FakeModel(['id' => 56])]), 'children_items' => [7 => new FakeModel(['product_id' => 56])],
    ]);
}

function quote(array $more = [])
{
    return new FakeModel($more + [
        'id' => 900, 'store_id' => 1, 'customer_id' => 42, 'is_active' => 1, 'items_count' => 1, 'base_currency_code' => 'PLN', 'base_grand_total' => '39.8000', 'all_visible_items' => [lineItem()],
    ]);
}

function order(array $more = [], array $orig = [])
{
    return new FakeModel($more + [
        'id' => 300, 'entity_id' => 300, 'increment_id' => '000000300', 'store_id' => 1, 'customer_id' => 42, 'customer_email' => 'ola@customer.example', 'customer_firstname' => 'Ola', 'customer_lastname' => 'Testowa',
        'state' => 'new', 'status' => 'pending', 'base_currency_code' => 'PLN', 'base_grand_total' => '44.7000', 'base_shipping_incl_tax' => '4.9000', 'coupon_code' => 'SPRING', 'shipping_description' => 'Kurier',
        'payment' => new FakeModel(['method' => 'checkmo']), 'billing_address' => address(), 'all_visible_items' => [lineItem()],
    ], $orig);
}

/** As Magento loads most of them: without original data. */
function subscriber($status, array $more = [])
{
    return new FakeModel($more + ['id' => 1, 'subscriber_id' => 1, 'store_id' => 1, 'customer_id' => 0, 'subscriber_email' => 'Guest@customer.example', 'subscriber_status' => $status]);
}

/** What an order becomes on both. */
function expectOrder(array $event, $type)
{
    holds(['type' => $type, 'id' => $type . '-300', 'contact' => ['externalId' => '42', 'email' => 'ola@customer.example', 'name' => 'Ola Testowa', 'phone' => '+48500100200',
        'address' => ['street' => 'Polna 3 m. 4', 'zipCode' => '81-001', 'city' => 'Gdynia', 'province' => 'Pomorskie', 'country' => 'PL']],
        'order' => ['id' => '300', 'number' => '000000300', 'currency' => 'PLN', 'total' => '44.70', 'shippingCost' => '4.90', 'discountCode' => 'SPRING', 'paymentMethod' => 'checkmo', 'shippingMethod' => 'Kurier', 'status' => 'pending',
            'lines' => [['productId' => '55', 'variantId' => '56', 'name' => 'Tee', 'unitPrice' => '19.9000']]]], $event);
}

function expectCart(array $event)
{
    holds(['type' => 'cart.updated', 'contact' => ['email' => 'ola@customer.example'], 'cart' => ['id' => '900', 'currency' => 'PLN', 'total' => '39.80',
        'lines' => [['productId' => '55', 'variantId' => '56', 'name' => 'Tee', 'unitPrice' => '19.9000']]]], $event);
}
