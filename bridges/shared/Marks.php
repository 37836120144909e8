<?php
namespace Storewire\Bridge\Shared;

/** Named moments: when the queue was last sent, which requests were answered, which carts the hub knows. */
class Marks
{
    private $db;

    public function __construct(Database $db)
    {
        $this->db = $db;
    }

    /** @return int Unix seconds, 0 for never */
    public function at($name)
    {
        $rows = $this->db->rows('SELECT at FROM ' . $this->table() . ' WHERE name = ?', [$name]);

        return $rows ? (int) $rows[0]['at'] : 0;
    }

    public function set($name, $now)
    {
        if ($this->at($name) > 0) {
            $this->db->run('UPDATE ' . $this->table() . ' SET at = ? WHERE name = ?', [$now, $name]);
        } else {
            $this->first($name, $now);
        }
    }

    /** Whether this is the first time; of two that come together the primary key lets one through. */
    public function first($name, $now)
    {
        if ($this->at($name) > 0) {
            return false;
        }
        try {
            $this->db->run('INSERT INTO ' . $this->table() . ' (name, at) VALUES (?, ?)', [$name, $now]);
        } catch (\Exception $exception) {
            return false;
        }

        return true;
    }

    public function remove($name)
    {
        $this->db->run('DELETE FROM ' . $this->table() . ' WHERE name = ?', [$name]);
    }

    /** @param string $kind what names begin with, such as `nonce:` */
    public function forget($kind, $before)
    {
        $this->db->run('DELETE FROM ' . $this->table() . ' WHERE name LIKE ? AND at < ?', [$kind . '%', $before]);
    }

    private function table()
    {
        return $this->db->table(Tables::MARK);
    }
}
