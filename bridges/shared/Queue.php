<?php
namespace Storewire\Bridge\Shared;

/**
 * What happened and was not told to the hub yet: one row each. In the shopper's request only the row is written; what it
 * means is read from the shop when it is sent.
 */
class Queue
{
    /** Another process may take rows over that were claimed so long ago. */
    const CLAIM_SECONDS = 600;

    private $db;

    public function __construct(Database $db)
    {
        $this->db = $db;
    }

    /**
     * @param array $row `eventId`, `type`, `ref`, `storefront`, `detail`, `occurredAt` (Unix seconds)
     * @param string[] $replaces types of waiting rows about the same `ref` that this one makes unnecessary
     */
    public function add(array $row, array $replaces, $now)
    {
        if ($replaces) {
            $marks = implode(', ', array_fill(0, count($replaces), '?'));
            $this->db->run(
                'DELETE FROM ' . $this->table() . " WHERE ref = ? AND storefront = ? AND claim = '' AND attempts = 0 AND type IN ($marks)",
                array_merge([$row['ref'], $row['storefront']], $replaces)
            );
        }
        $known = $this->db->rows('SELECT id FROM ' . $this->table() . ' WHERE event_id = ?', [$row['eventId']]);
        if ($known) {
            return;
        }
        $this->db->run(
            'INSERT INTO ' . $this->table() . ' (event_id, type, ref, storefront, detail, occurred_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
            [$row['eventId'], $row['type'], $row['ref'], $row['storefront'], json_encode((object) $row['detail']), $row['occurredAt'], $now]
        );
    }

    /** Takes the oldest due rows for this process alone. @return array[] oldest first */
    public function claim($limit, $now)
    {
        $free = '(claim = \'\' OR claimed_at < ?)';
        $due = $this->db->rows(
            'SELECT id FROM ' . $this->table() . " WHERE due_at <= ? AND $free ORDER BY id LIMIT " . (int) $limit,
            [$now, $now - self::CLAIM_SECONDS]
        );
        if (!$due) {
            return [];
        }
        $claim = Random::id();
        $ids = $this->idList($due);
        $this->db->run(
            'UPDATE ' . $this->table() . " SET claim = ?, claimed_at = ? WHERE id IN ($ids) AND $free",
            [$claim, $now, $now - self::CLAIM_SECONDS]
        );

        return $this->db->rows('SELECT * FROM ' . $this->table() . ' WHERE claim = ? ORDER BY id', [$claim]);
    }

    /** Keeps the finished event, so that a repetition is the very same. */
    public function keepBody($id, $body)
    {
        $this->db->run('UPDATE ' . $this->table() . ' SET body = ? WHERE id = ?', [$body, (int) $id]);
    }

    public function remove(array $rows)
    {
        if ($rows) {
            $this->db->run('DELETE FROM ' . $this->table() . ' WHERE id IN (' . $this->idList($rows) . ')');
        }
    }

    /** Another try at `$dueAt`. */
    public function postpone(array $rows, $dueAt)
    {
        if ($rows) {
            $this->db->run(
                'UPDATE ' . $this->table() . " SET claim = '', attempts = attempts + 1, due_at = ? WHERE id IN (" . $this->idList($rows) . ')',
                [$dueAt]
            );
        }
    }

    /** Gives rows back that were not tried. */
    public function release(array $rows)
    {
        if ($rows) {
            $this->db->run('UPDATE ' . $this->table() . " SET claim = '' WHERE id IN (" . $this->idList($rows) . ')');
        }
    }

    /** @return array `waiting` rows, and `oldest` as Unix seconds or null */
    public function state()
    {
        $rows = $this->db->rows('SELECT COUNT(*) AS waiting, MIN(created_at) AS oldest FROM ' . $this->table());

        return [
            'waiting' => (int) $rows[0]['waiting'],
            'oldest' => $rows[0]['oldest'] === null ? null : (int) $rows[0]['oldest'],
        ];
    }

    private function idList(array $rows)
    {
        return implode(', ', array_map(function ($row) {
            return (int) $row['id'];
        }, $rows));
    }

    private function table()
    {
        return $this->db->table(Tables::QUEUE);
    }
}
