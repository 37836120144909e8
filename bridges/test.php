<?php
/**
 * Runs the bridges' tests: `php bridges/test.php [file ...]`. A test file returns `name => function`; a test passes when it
 * throws nothing. Each file runs in a process of its own, because the fakes of the shops are global classes.
 */
error_reporting(E_ALL);
set_error_handler(function ($level, $message, $file, $line) {
    throw new ErrorException($message, 0, $level, $file, $line);
});
require_once __DIR__ . '/test/expect.php';
require_once __DIR__ . '/shared/load.php';

$files = array_slice($argv, 1);
if (count($files) !== 1) {
    $isGood = true;
    foreach ($files ? $files : glob(__DIR__ . '/test/*.test.php') as $file) {
        passthru(escapeshellarg(PHP_BINARY) . ' ' . escapeshellarg(__FILE__) . ' ' . escapeshellarg($file), $status);
        $isGood = $isGood && $status === 0;
    }
    exit($isGood ? 0 : 1);
}

$failed = 0;
foreach (require $files[0] as $name => $test) {
    try {
        $test();
        echo "ok $name\n";
    } catch (Throwable $error) {
        $failed++;
        $where = basename($error->getFile()) . ':' . $error->getLine();
        echo "not ok $name: ", str_replace("\n", ' ', $error->getMessage()), " ($where)\n";
    }
}
exit($failed === 0 ? 0 : 1);
