<?php
spl_autoload_register(function ($class) {
    $prefix = 'Storewire\\Bridge\\Prestashop\\';
    if (strpos($class, $prefix) === 0) {
        $file = __DIR__ . '/' . substr($class, strlen($prefix)) . '.php';
        if (is_file($file)) {
            require_once $file;
        }
    }
}, true, true);
