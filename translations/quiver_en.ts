<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<!-- SPDX-License-Identifier: GPL-3.0-or-later -->
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>BrowserScreen</name>
    <message numerus="yes">
        <source>In the whole database: the first %n, type more to narrow down</source>
        <translation>
            <numerusform>In the whole database: the first %n, type more to narrow down</numerusform>
            <numerusform>In the whole database: the first %n, type more to narrow down</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In the whole database: %n</source>
        <translation>
            <numerusform>In the whole database: %n</numerusform>
            <numerusform>In the whole database: %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConnectionAdvice</name>
    <message numerus="yes">
        <source>The quickest of %n empty round trip(s)</source>
        <translation>
            <numerusform>The quickest of %n empty round trip</numerusform>
            <numerusform>The quickest of %n empty round trips</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DetailsPanel</name>
    <message numerus="yes">
        <source>%n column(s)</source>
        <translation>
            <numerusform>%n column</numerusform>
            <numerusform>%n columns</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n index(es)</source>
        <translation>
            <numerusform>%n index</numerusform>
            <numerusform>%n indexes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>quiver::ui::BrowserNode</name>
    <message numerus="yes">
        <source>%n vector column(s)</source>
        <translation>
            <numerusform>%n vector column</numerusform>
            <numerusform>%n vector columns</numerusform>
        </translation>
    </message>
</context>
</TS>
