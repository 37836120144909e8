<?php
namespace Storewire\Bridge\Prestashop;

use Storewire\Bridge\Shared\Database;
use Storewire\Bridge\Shared\Marks;
use Storewire\Bridge\Shared\Newsletter;
use Storewire\Bridge\Shared\Recorder;

/**
 * The newsletter in PrestaShop: a column of the customer, and a table of the newsletter module for guests. Both are
 * changed by SQL, often without any hook, so the bridge remembers who is in, and compares.
 */
class Subscribers implements Newsletter
{
    /** Queued: compare this address with what is remembered. */
    const LOOK = 'newsletter.look';
    const TABLE = 'storewire_subscriber';
    const SWEEP_SECONDS = 300;
    const STEP = 500;

    private $db;
    private $marks;
    private $guests;

    /** @param string|null $guestTable `emailsubscription`, `newsletter` on 1.6, null without the module */
    public function __construct(Database $db, Marks $marks, $guestTable)
    {
        $this->db = $db;
        $this->marks = $marks;
        $this->guests = $guestTable === null ? null : $db->table($guestTable);
    }

    public static function createTable(Database $db)
    {
        return 'CREATE TABLE IF NOT EXISTS ' . $db->table(self::TABLE) . ' (
            hash BINARY(16) NOT NULL,
            id_shop INT UNSIGNED NOT NULL,
            email VARCHAR(255) NOT NULL,
            is_in TINYINT UNSIGNED NOT NULL,
            PRIMARY KEY (hash, id_shop)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8';
    }

    public function read($email, $storefront)
    {
        list($where, $params) = $this->ofPerson($email, $storefront);
        $answer = null;
        $rows = $this->db->rows('SELECT id_customer, newsletter, newsletter_date_add, is_guest FROM ' . $this->db->table('customer') . " WHERE deleted = 0 AND $where", $params);
        foreach ($rows as $row) {
            $at = $this->seconds($row['newsletter_date_add']);
            $account = (int) $row['is_guest'] ? null : $row['id_customer'];
            if ((int) $row['newsletter']) {
                return ['state' => 'in', 'at' => $at, 'customerId' => $account];
            }
            // A guest's box that was never ticked says nothing.
            if (!(int) $row['is_guest'] || $at !== null) {
                $answer = ['state' => 'out', 'at' => null, 'customerId' => $account];
            }
        }
        if ($this->guests !== null) {
            $guests = $this->db->rows("SELECT active, newsletter_date_add FROM {$this->guests} WHERE $where ORDER BY active DESC", $params);
            if ($guests) {
                $at = $this->seconds($guests[0]['newsletter_date_add']);
                $customer = $answer === null ? null : $answer['customerId'];

                return ['state' => (int) $guests[0]['active'] ? 'in' : 'pending', 'at' => $at, 'customerId' => $customer];
            }
        }
        if ($answer === null && $this->remembered($email, $storefront) === 0) {
            return ['state' => 'out', 'at' => null, 'customerId' => null];
        }

        return $answer;
    }

    /** Guests alone: accounts are in the webservice. */
    public function page($after, $limit, $storefront)
    {
        if ($this->guests === null) {
            return ['items' => [], 'next' => null];
        }
        $params = [(int) $after];
        $ofShop = $storefront === null ? '' : ' AND id_shop = ?';
        if ($storefront !== null) {
            $params[] = (int) $storefront;
        }
        $rows = $this->db->rows("SELECT id, email, active, newsletter_date_add FROM {$this->guests} WHERE id > ?$ofShop ORDER BY id LIMIT " . (int) $limit, $params);
        $items = [];
        foreach ($rows as $row) {
            $items[] = [
                'email' => $row['email'],
                'state' => (int) $row['active'] ? 'in' : 'pending',
                'at' => $this->seconds($row['newsletter_date_add']),
                'customerId' => null,
            ];
        }

        return ['items' => $items, 'next' => count($rows) === (int) $limit ? (string) $rows[count($rows) - 1]['id'] : null];
    }

    public function write($email, $isGranted, $at, $storefront)
    {
        list($where, $params) = $this->ofPerson($email, $storefront);
        $date = date('Y-m-d H:i:s', $at);
        $customers = $this->db->table('customer');
        $shops = $this->shopsOf($email, $storefront);
        $isCustomer = $this->db->rows("SELECT id_customer FROM $customers WHERE deleted = 0 AND $where", $params);
        if ($isCustomer) {
            $set = $isGranted ? 'newsletter = 1, newsletter_date_add = ?' : 'newsletter = 0';
            $this->db->run("UPDATE $customers SET $set WHERE deleted = 0 AND $where", $isGranted ? array_merge([$date], $params) : $params);
        }
        if ($this->guests !== null) {
            $this->db->run("DELETE FROM {$this->guests} WHERE $where", $params);
            if ($isGranted && !$isCustomer) {
                $shop = $storefront === null ? $shops[0] : (int) $storefront;
                $group = $this->db->rows('SELECT id_shop_group FROM ' . $this->db->table('shop') . ' WHERE id_shop = ?', [$shop]);
                $this->db->run(
                    "INSERT INTO {$this->guests} (id_shop, id_shop_group, email, newsletter_date_add, ip_registration_newsletter, http_referer, active) VALUES (?, ?, ?, ?, '', '', 1)",
                    [$shop, $group ? (int) $group[0]['id_shop_group'] : 1, $email, $date]
                );
            }
        }
        foreach ($shops as $shop) {
            $this->remember($email, $shop, $isGranted);
        }
    }

    /**
     * Compares the whole list with what is remembered, at most every five minutes, and notes who came and who left. The
     * first time it only remembers: the past is told by an export.
     */
    public function sweep(Recorder $recorder, $now)
    {
        if ($now - $this->marks->at('sweep') < self::SWEEP_SECONDS) {
            return;
        }
        $table = $this->db->table(self::TABLE);
        if ($this->marks->at('sweep') === 0) {
            // At once, because there may be very many.
            $this->db->run("INSERT INTO $table (hash, id_shop, email, is_in) SELECT u.hash, u.id_shop, MIN(u.email), 1 FROM ({$this->everybody()}) u LEFT JOIN $table s ON s.hash = u.hash AND s.id_shop = u.id_shop WHERE s.is_in IS NULL GROUP BY u.hash, u.id_shop");
            $this->marks->set('sweep', $now);

            return;
        }
        do {
            $came = $this->db->rows("SELECT DISTINCT u.email, u.id_shop FROM ({$this->everybody()}) u LEFT JOIN $table s ON s.hash = u.hash AND s.id_shop = u.id_shop WHERE s.is_in IS NULL OR s.is_in = 0 LIMIT " . self::STEP);
            foreach ($came as $one) {
                $this->noteChange($recorder, $one, true);
            }
        } while (count($came) === self::STEP);
        do {
            $left = $this->db->rows("SELECT s.email, s.id_shop FROM $table s LEFT JOIN ({$this->everybody()}) u ON s.hash = u.hash AND s.id_shop = u.id_shop WHERE s.is_in = 1 AND u.hash IS NULL LIMIT " . self::STEP);
            foreach ($left as $one) {
                $this->noteChange($recorder, $one, false);
            }
        } while (count($left) === self::STEP);
        $this->marks->set('sweep', $now);
    }

    /** What became of an address that was looked at. @return bool|null whether it is in now; null: nothing changed */
    public function change($email, $shop)
    {
        if ($this->marks->at('sweep') === 0) {
            // Nothing is remembered yet, so nothing can be compared: what is there now is told.
            $found = $this->read($email, $shop);
            $isIn = $found !== null && $found['state'] === 'in';
            $this->remember($email, $shop, $isIn);

            return $found === null || $found['state'] === 'pending' ? null : $isIn;
        }
        $found = $this->read($email, $shop);
        $isIn = $found !== null && $found['state'] === 'in';
        if ($isIn === ($this->remembered($email, $shop) === 1)) {
            return null;
        }
        $this->remember($email, $shop, $isIn);

        return $isIn;
    }

    private function noteChange(Recorder $recorder, array $one, $isIn)
    {
        $type = $isIn ? 'contact.newsletter_subscribed' : 'contact.updated';
        $recorder->note($type, strtolower($one['email']), (int) $one['id_shop'], ['granted' => $isIn, 'source' => 'newsletter']);
        // Last: told twice does no harm, forgotten does.
        $this->remember($one['email'], (int) $one['id_shop'], $isIn);
    }

    private function everybody()
    {
        $of = 'SELECT UNHEX(MD5(LOWER(email))) AS hash, email, id_shop FROM ';
        $customers = $of . $this->db->table('customer') . ' WHERE newsletter = 1 AND deleted = 0';

        return $this->guests === null ? $customers : "$customers UNION ALL $of{$this->guests} WHERE active = 1";
    }

    private function remembered($email, $storefront)
    {
        $params = [md5(strtolower($email))];
        $ofShop = $storefront === null ? '' : ' AND id_shop = ?';
        if ($storefront !== null) {
            $params[] = (int) $storefront;
        }
        $rows = $this->db->rows('SELECT is_in FROM ' . $this->db->table(self::TABLE) . " WHERE hash = UNHEX(?)$ofShop ORDER BY is_in DESC", $params);

        return $rows ? (int) $rows[0]['is_in'] : null;
    }

    private function remember($email, $shop, $isIn)
    {
        $table = $this->db->table(self::TABLE);
        $key = [md5(strtolower($email)), (int) $shop];
        $this->db->run("DELETE FROM $table WHERE hash = UNHEX(?) AND id_shop = ?", $key);
        $this->db->run("INSERT INTO $table (hash, id_shop, email, is_in) VALUES (UNHEX(?), ?, ?, ?)", array_merge($key, [$email, $isIn ? 1 : 0]));
    }

    private function shopsOf($email, $storefront)
    {
        if ($storefront !== null) {
            return [(int) $storefront];
        }
        $rows = $this->db->rows('SELECT DISTINCT id_shop FROM ' . $this->db->table('customer') . ' WHERE email = ? AND deleted = 0', [$email]);
        $shops = array_map(function ($row) {
            return (int) $row['id_shop'];
        }, $rows);

        return $shops ? $shops : [(int) \Configuration::get('PS_SHOP_DEFAULT')];
    }

    private function ofPerson($email, $storefront)
    {
        return $storefront === null ? ['email = ?', [$email]] : ['email = ? AND id_shop = ?', [$email, (int) $storefront]];
    }

    /** Shop time, whose zone PrestaShop has set. */
    private function seconds($date)
    {
        return preg_match('/^[1-9]/', (string) $date) ? strtotime($date) : null;
    }
}
