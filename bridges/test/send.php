<?php
/** `php send.php <folder of an unpacked PrestaShop module>`: a shopper logs in, then cron runs, with the real client. */
require_once __DIR__ . '/expect.php';
require_once $argv[1] . '/shared/load.php';
require_once __DIR__ . '/fakes/prestashop.php';
require_once $argv[1] . '/storewire.php';

Db::reset();
FakeObject::$all = ['Customer' => [42 => ['email' => 'ola@customer.example', 'firstname' => 'Ola', 'lastname' => 'Testowa']]];
$module = new Storewire();
$module->install();
$module->hookActionAuthentication(['customer' => new Customer(42)]);
$sum = $module->bridge()->send(10);
echo json_encode($sum + ['version' => $module->version, 'log' => PrestaShopLogger::$lines]);
