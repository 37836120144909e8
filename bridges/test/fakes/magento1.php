<?php
require_once __DIR__ . '/magento.php';

/** Magento 1's one door to everything. */
class Mage
{
    public static $singletons = [];
    /** Models by name and id; `load` finds them here. */
    public static $models = [];
    public static $log = [];
    public static $action = '';

    public static function getSingleton($name)
    {
        if (!isset(self::$singletons[$name])) {
            $class = str_replace(' ', '_', ucwords(str_replace(['storewire_bridge/'], ['Storewire Bridge Model '], $name)));
            self::$singletons[$name] = new $class();
        }

        return self::$singletons[$name];
    }

    public static function getModel($name)
    {
        return new FakeMageModel(isset(self::$models[$name]) ? self::$models[$name] : []);
    }

    public static function getVersion()
    {
        return '1.9.4.5';
    }

    public static function log($message)
    {
        self::$log[] = $message;
    }

    public static function app()
    {
        return new FakeApp();
    }
}

/** Of `getModel`: a way to load one. */
class FakeMageModel
{
    private $all;

    public function __construct($all)
    {
        $this->all = $all;
    }

    public function load($id)
    {
        return isset($this->all[$id]) ? $this->all[$id] : new FakeModel();
    }

    public function loadByIdWithoutStore($id)
    {
        return $this->load($id);
    }

    public function loadByEmail($email)
    {
        foreach ($this->all as $row) {
            if ($row->getData('subscriber_email') === $email) {
                return $row;
            }
        }
        $new = new FakeModel();
        $new->onSave = function ($row) {
            Mage::$models['newsletter/subscriber'][] = $row;
        };

        return $new;
    }

    public function getCollection()
    {
        return new FakeCollection($this->all);
    }
}

class FakeApp
{
    public function getStore($id = 1)
    {
        return new FakeModel(['id' => $id, 'website' => new FakeModel(['store_ids' => [1, 2]])]);
    }

    public function getDefaultStoreView()
    {
        return $this->getStore(1);
    }

    public function getFrontController()
    {
        return new FakeModel(['action' => new FakeModel(['full_action_name' => Mage::$action])]);
    }
}
