<?php
namespace Storewire\Bridge\Prestashop;

use Storewire\Bridge\Shared\Database;

/** PrestaShop's Db has no parameters of its own. */
class ShopDatabase implements Database
{
    public function run($sql, array $params = [])
    {
        $db = \Db::getInstance();
        if (!$db->execute($this->bound($sql, $params), false)) {
            throw new \RuntimeException('The database refused a statement of the Storewire module.');
        }

        return (int) $db->Affected_Rows();
    }

    public function rows($sql, array $params = [])
    {
        // Not from a replica: what was just written must be seen.
        $rows = \Db::getInstance()->executeS($this->bound($sql, $params), true, false);
        if (!is_array($rows)) {
            throw new \RuntimeException('The database refused a question of the Storewire module.');
        }

        return $rows;
    }

    public function table($name)
    {
        return _DB_PREFIX_ . $name;
    }

    private function bound($sql, array $params)
    {
        $parts = explode('?', $sql);
        $bound = array_shift($parts);
        foreach ($parts as $i => $part) {
            $bound .= $this->quoted($params[$i]) . $part;
        }

        return $bound;
    }

    private function quoted($value)
    {
        if ($value === null) {
            return 'NULL';
        }

        return is_int($value) ? (string) $value : "'" . pSQL($value, true) . "'";
    }
}
