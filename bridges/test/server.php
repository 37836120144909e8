<?php
/** For `php -S`: the hub's route on a shop whose list is a file. Variables: STOREWIRE_TEST_FILE, STOREWIRE_TEST_SECRET. */
require_once __DIR__ . '/../shared/load.php';
require_once __DIR__ . '/fakes/shared.php';

use Storewire\Bridge\Shared\Keys;
use Storewire\Bridge\Shared\Marks;
use Storewire\Bridge\Shared\Queue;
use Storewire\Bridge\Shared\Recorder;
use Storewire\Bridge\Shared\Routes;

$file = getenv('STOREWIRE_TEST_FILE');
$db = new MemoryDatabase($file);
$newsletter = new FakeNewsletter();
$newsletter->states = is_file("$file.json") ? json_decode(file_get_contents("$file.json"), true) : [];
$newsletter->onWrite = function () use ($newsletter, $file) {
    file_put_contents("$file.json", json_encode($newsletter->states));
};
$keys = new Keys([['storefront' => null, 'inboundUrl' => 'https://hub.example/', 'secret' => getenv('STOREWIRE_TEST_SECRET')]]);
$queue = new Queue($db);
$routes = new Routes($keys, new Marks($db), $newsletter, $queue, new Recorder($queue, $keys, 'error_log'), ['platform' => 'test', 'version' => '1.2.3']);
$header = function ($name) {
    return isset($_SERVER[$name]) ? $_SERVER[$name] : null;
};
if (parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH) !== '/storewire/newsletter') {
    http_response_code(404);
    echo 'Not Found';

    return;
}
list($status, $answer) = $routes->handle([
    'timestamp' => $header('HTTP_X_HUB_TIMESTAMP'),
    'nonce' => $header('HTTP_X_HUB_NONCE'),
    'signature' => $header('HTTP_X_HUB_SIGNATURE'),
], (string) file_get_contents('php://input'));
http_response_code($status);
header('Content-Type: application/json; charset=utf-8');
echo json_encode($answer);
