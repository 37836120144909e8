<?php
/** PrestaShop in miniature: the classes and functions that the module uses, with data that a test puts in. */
define('_PS_VERSION_', '8.2.1');
define('_DB_PREFIX_', 'ps_');

require_once __DIR__ . '/shared.php';

function pSQL($text, $isHtmlAllowed = false)
{
    return str_replace("'", "''", $isHtmlAllowed ? $text : strip_tags($text));
}

/** MySQL statements of the module on SQLite. */
class Db
{
    private static $instance;
    private $memory;
    private $changed = 0;

    public static function getInstance()
    {
        if (self::$instance === null) {
            self::$instance = new self();
        }

        return self::$instance;
    }

    public static function reset()
    {
        self::$instance = new self();
        self::$instance->memory = new MemoryDatabase();
        foreach ([
            'CREATE TABLE ps_customer (id_customer INTEGER PRIMARY KEY, id_shop INTEGER, email TEXT, newsletter INTEGER, newsletter_date_add TEXT, is_guest INTEGER DEFAULT 0, deleted INTEGER DEFAULT 0)',
            'CREATE TABLE ps_emailsubscription (id INTEGER PRIMARY KEY AUTOINCREMENT, id_shop INTEGER, id_shop_group INTEGER, email TEXT, newsletter_date_add TEXT, ip_registration_newsletter TEXT, http_referer TEXT, active INTEGER)',
            'CREATE TABLE ps_shop (id_shop INTEGER PRIMARY KEY, id_shop_group INTEGER)',
            'INSERT INTO ps_shop VALUES (1, 1), (2, 1)',
        ] as $sql) {
            self::$instance->memory->pdo->exec($sql);
        }
    }

    public function execute($sql, $isCached = true)
    {
        $this->changed = (int) $this->memory->pdo->exec($this->inSqlite($sql));

        return true;
    }

    public function executeS($sql, $isArray = true, $isCached = true)
    {
        return $this->memory->pdo->query($sql)->fetchAll(PDO::FETCH_ASSOC);
    }

    public function Affected_Rows()
    {
        return $this->changed;
    }

    private function inSqlite($sql)
    {
        if (strpos($sql, 'CREATE TABLE') === false) {
            return $sql;
        }

        return preg_replace([
            '/INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY/', '/UNIQUE KEY \w+ /', '/,\s+KEY \w+ \([^)]*\)/', '/ UNSIGNED/', '/\) ENGINE=.*$/',
        ], ['INTEGER PRIMARY KEY AUTOINCREMENT', 'UNIQUE ', '', '', ')'], $sql);
    }
}

class Module
{
    public $name;
    public $tab;
    public $version;
    public $author;
    public $need_instance;
    public $bootstrap;
    public $ps_versions_compliancy;
    public $displayName;
    public $description;
    public static $installed = ['ps_emailsubscription'];
    public $hooks = [];

    public function __construct()
    {
    }

    public function install()
    {
        return true;
    }

    public function uninstall()
    {
        return true;
    }

    public function registerHook($name)
    {
        $this->hooks[] = $name;

        return true;
    }

    public static function isInstalled($name)
    {
        return in_array($name, self::$installed, true);
    }
}

class Configuration
{
    public static function get($name)
    {
        $values = ['PS_OS_CANCELED' => '6', 'PS_SHOP_DEFAULT' => '1'];

        return isset($values[$name]) ? $values[$name] : false;
    }
}

class Context
{
    public $shop;
    public $customer;
    public $cart;
    public $currency;
    public $link;
    private static $instance;

    public static function getContext()
    {
        if (self::$instance === null) {
            self::$instance = new self();
            self::$instance->shop = (object) ['id' => 1];
            self::$instance->link = new FakeLink();
        }

        return self::$instance;
    }
}

class FakeLink
{
    public function getModuleLink($module, $controller, $params)
    {
        return "https://shop.example/index.php?fc=module&module=$module&controller=$controller&" . http_build_query($params);
    }
}

/** What the shop has of one class, by id. */
abstract class FakeObject
{
    public static $all = [];
    public $id;

    public function __construct($id = null)
    {
        $data = isset(self::$all[static::class][$id]) ? self::$all[static::class][$id] : [];
        foreach ($data + static::$none as $name => $value) {
            $this->$name = $value;
        }
        $this->id = $data ? $id : null;
    }
}

#[AllowDynamicProperties]
class Customer extends FakeObject
{
    protected static $none = ['email' => '', 'firstname' => '', 'lastname' => '', 'company' => '', 'birthday' => '0000-00-00', 'is_guest' => 0, 'deleted' => 0, 'date_add' => '', 'id_shop' => 1, 'newsletter' => 0];

    public function isLogged()
    {
        return $this->id !== null;
    }
}

#[AllowDynamicProperties]
class Address extends FakeObject
{
    protected static $none = ['phone' => '', 'phone_mobile' => '', 'company' => '', 'address1' => '', 'address2' => '', 'postcode' => '', 'city' => '', 'id_state' => 0, 'id_country' => 0];

    public static function getFirstCustomerAddressId($customer)
    {
        foreach (isset(FakeObject::$all['Address']) ? FakeObject::$all['Address'] : [] as $id => $address) {
            if ($address['id_customer'] === $customer) {
                return $id;
            }
        }

        return 0;
    }
}

#[AllowDynamicProperties]
class Cart extends FakeObject
{
    const BOTH_WITHOUT_SHIPPING = 4;
    protected static $none = ['id_customer' => 0, 'id_currency' => 1, 'id_shop' => 1, 'products' => [], 'total' => 0, 'isOrdered' => false];

    public function orderExists()
    {
        return $this->isOrdered;
    }

    public function getProducts()
    {
        return $this->products;
    }

    public function getOrderTotal($withTaxes, $type)
    {
        same([true, self::BOTH_WITHOUT_SHIPPING], [$withTaxes, $type]);

        return $this->total;
    }
}

#[AllowDynamicProperties]
class Order extends FakeObject
{
    protected static $none = ['id_shop' => 1, 'id_carrier' => 0, 'products' => []];

    public function getProductsDetail()
    {
        return $this->products;
    }
}

#[AllowDynamicProperties]
class Currency extends FakeObject
{
    protected static $none = ['iso_code' => ''];
}

#[AllowDynamicProperties]
class Carrier extends FakeObject
{
    protected static $none = ['name' => null];
}

class Validate
{
    public static function isLoadedObject($object)
    {
        return $object->id !== null;
    }
}

class Country
{
    public static function getIsoById($id)
    {
        return $id === 14 ? 'PL' : false;
    }
}

class State
{
    public static function getNameById($id)
    {
        return 'Pomorskie';
    }
}

class PrestaShopLogger
{
    public static $lines = [];

    public static function addLog($message, $severity)
    {
        self::$lines[] = $message;
    }
}
