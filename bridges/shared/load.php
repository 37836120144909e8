<?php
/** Makes the shared classes known. Before any other loader, because Magento 1's prints a warning for names it cannot find. */
spl_autoload_register(function ($class) {
    $prefix = 'Storewire\\Bridge\\Shared\\';
    if (strpos($class, $prefix) === 0) {
        $file = __DIR__ . '/' . substr($class, strlen($prefix)) . '.php';
        if (is_file($file)) {
            require_once $file;
        }
    }
}, true, true);
