<?php
/**
 * Magento 1 and PrestaShop 1.6 still run on PHP 5.6. No such PHP is at hand, so its grammar is checked by tokens: nothing of
 * the bridges for them, nor of what they share, may need a later one.
 */
function tokensThatAreTooNew($code)
{
    $newTokens = array_flip(array_filter(array_map(function ($name) {
        return defined($name) ? constant($name) : null;
    }, ['T_COALESCE', 'T_COALESCE_EQUAL', 'T_SPACESHIP', 'T_FN', 'T_MATCH', 'T_ENUM', 'T_READONLY', 'T_NULLSAFE_OBJECT_OPERATOR', 'T_ATTRIBUTE', 'T_YIELD_FROM', 'T_DECLARE'])));
    $found = [];
    $tokens = array_values(array_filter(token_get_all($code), function ($token) {
        return !is_array($token) || !in_array($token[0], [T_WHITESPACE, T_COMMENT, T_DOC_COMMENT], true);
    }));
    $is = function ($i, $what) use ($tokens) {
        return isset($tokens[$i]) && (is_array($tokens[$i]) ? $tokens[$i][0] === $what : $tokens[$i] === $what);
    };
    $visibility = [T_PUBLIC, T_PRIVATE, T_PROTECTED, T_STATIC];
    foreach ($tokens as $i => $token) {
        $line = is_array($token) ? $token[2] : null;
        if (is_array($token) && isset($newTokens[$token[0]])) {
            $found[] = $token[1] . ' in line ' . $line;
        }
        if ($is($i, T_CONST) && $i > 0 && is_array($tokens[$i - 1]) && in_array($tokens[$i - 1][0], $visibility, true)) {
            $found[] = 'visibility of a constant in line ' . $line;
        }
        // A typed property, and a type of a return value.
        if (is_array($token) && in_array($token[0], $visibility, true) && ($is($i + 1, T_STRING) || $is($i + 1, '?') || $is($i + 1, T_ARRAY))) {
            $found[] = 'a typed property in line ' . $line;
        }
        if ($is($i, ')') && $is($i + 1, ':') && (($is($i + 2, T_STRING) && !$is($i + 3, '(') && !$is($i + 3, T_DOUBLE_COLON)) || $is($i + 2, T_ARRAY)) && $is($i + 3, '{')) {
            $found[] = 'a return type';
        }
        if (($is($i, ']') && $is($i + 1, '=') && isList($tokens, $i)) || ($is($i, T_AS) && $is($i + 1, '['))) {
            $found[] = 'a short list';
        }
        if (is_array($token) && $token[0] === T_STRING && in_array(strtolower($token[1]), ['int', 'string', 'bool', 'float', 'iterable', 'object', 'mixed'], true) && $is($i + 1, T_VARIABLE)) {
            $found[] = 'a scalar type in line ' . $line;
        }
        if ($is($i, T_NEW) && $is($i + 1, T_CLASS)) {
            $found[] = 'an anonymous class in line ' . $line;
        }
        if ($is($i, T_CATCH) && $is($i + 3, '|')) {
            $found[] = 'several exceptions in one catch in line ' . $line;
        }
    }

    return $found;
}

/** Whether the bracket that ends here began a list, and is not the index of something. */
function isList(array $tokens, $end)
{
    $depth = 0;
    for ($i = $end; $i >= 0; $i--) {
        $depth += $tokens[$i] === ']' ? 1 : ($tokens[$i] === '[' ? -1 : 0);
        if ($depth === 0) {
            $before = $tokens[$i - 1];

            return is_array($before) ? !in_array($before[0], [T_VARIABLE, T_STRING], true) : !in_array($before, [']', ')', '}'], true);
        }
    }

    return false;
}

$tests = [
    'notices what PHP 5.6 does not know' => function () {
        foreach (['$a ?? $b;', 'fn () => 1;', 'class A { private const X = 1; }', 'class A { private int $x; }', 'function f(): array {}', 'function f(int $x) {}', '[$a, $b] = f();', 'foreach ($x as [$a]) {}', 'new class {};', 'try {} catch (A | B $e) {}', '$a <=> $b;', '$a?->b;', 'declare(strict_types=1);'] as $code) {
            if (!tokensThatAreTooNew('<?php ' . $code)) {
                throw new Exception("not noticed: $code");
            }
        }
        same([], tokensThatAreTooNew('<?php class A { const X = 1; private $x = []; public static function f(array $a, $b = null) { list($c) = $a; $a["x"] = $b ? [1] : 2; return $c; } }'));
    },
];
$root = dirname(__DIR__);
foreach (['shared', 'prestashop', 'magento1'] as $folder) {
    $files = new RecursiveIteratorIterator(new RecursiveDirectoryIterator("$root/$folder", FilesystemIterator::SKIP_DOTS));
    foreach ($files as $file) {
        if ($file->getExtension() === 'php') {
            $name = substr($file->getPathname(), strlen($root) + 1);
            $tests["$name needs no more than PHP 5.6"] = function () use ($file) {
                same([], tokensThatAreTooNew(file_get_contents($file->getPathname())));
            };
        }
    }
}

return $tests;
