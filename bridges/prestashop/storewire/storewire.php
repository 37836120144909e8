<?php
/**
 * Storewire bridge for PrestaShop 1.6 to 9: notes what happens in one row, and sends it later, signed.
 */
if (!defined('_PS_VERSION_')) {
    exit;
}

require_once __DIR__ . '/shared/load.php';
require_once __DIR__ . '/classes/load.php';

// No "use" here: PrestaShop 1.6 reads this file into a block of code, where there can be none.
class Storewire extends Module
{
    /** Hooks that a version of PrestaShop does not know are never called there. */
    private static $listensTo = [
        'displayHeader',
        'actionCustomerAccountAdd',
        'actionAuthentication',
        'actionObjectCustomerUpdateAfter',
        'actionCartSave',
        'actionValidateOrder',
        'actionOrderStatusPostUpdate',
        'actionNewsletterRegistrationBefore',
        'actionNewsletterRegistrationAfter',
    ];

    private $bridge;

    public function __construct()
    {
        $this->name = 'storewire';
        $this->tab = 'advertising_marketing';
        $this->version = '@VERSION@';
        $this->author = 'Storewire';
        $this->need_instance = 0;
        $this->bootstrap = true;
        $this->ps_versions_compliancy = ['min' => '1.6.0.0', 'max' => '9.99.99'];
        parent::__construct();
        $this->displayName = 'Storewire';
        $this->description = 'Tells the Storewire hub about customers, newsletter consents, carts and orders.';
    }

    public function install()
    {
        if (!parent::install() || !$this->bridge()->install()) {
            return false;
        }
        foreach (self::$listensTo as $hook) {
            if (!$this->registerHook($hook)) {
                return false;
            }
        }

        return true;
    }

    public function uninstall()
    {
        return $this->bridge()->uninstall() && parent::uninstall();
    }

    /** The page behind "Configure". */
    public function getContent()
    {
        return $this->bridge()->page();
    }

    /** @return \Storewire\Bridge\Prestashop\Bridge */
    public function bridge()
    {
        if ($this->bridge === null) {
            $this->bridge = new \Storewire\Bridge\Prestashop\Bridge(__DIR__, $this->version);
        }

        return $this->bridge;
    }

    public function hookDisplayHeader()
    {
        return $this->bridge()->tag();
    }

    public function hookActionCustomerAccountAdd($params)
    {
        $this->events()->accountAdded($params);
    }

    public function hookActionAuthentication($params)
    {
        $this->events()->loggedIn($params);
    }

    public function hookActionObjectCustomerUpdateAfter($params)
    {
        $this->events()->customerSaved($params);
    }

    public function hookActionCartSave($params)
    {
        $this->events()->cartSaved($params);
    }

    public function hookActionValidateOrder($params)
    {
        $this->events()->orderPlaced($params);
    }

    public function hookActionOrderStatusPostUpdate($params)
    {
        $this->events()->orderStateChanged($params);
    }

    public function hookActionNewsletterRegistrationBefore($params)
    {
        $this->events()->newsletterAsked($params);
    }

    public function hookActionNewsletterRegistrationAfter($params)
    {
        $this->events()->newsletterDone($params);
    }

    /** @return \Storewire\Bridge\Prestashop\Events */
    private function events()
    {
        return $this->bridge()->events();
    }
}
