<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<!-- SPDX-License-Identifier: GPL-3.0-or-later -->
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>quiver::ui::CompareModel</name>
    <message>
        <source>missed</source>
        <translation>遗漏</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>消失</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>键</translation>
    </message>
    <message>
        <source>Exact rank</source>
        <translation>精确排名</translation>
    </message>
    <message>
        <source>Rank in A</source>
        <translation>A 中排名</translation>
    </message>
    <message>
        <source>Rank here</source>
        <translation>此处排名</translation>
    </message>
    <message>
        <source>Rank in B</source>
        <translation>B 中排名</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>变动</translation>
    </message>
    <message>
        <source>Exact distance</source>
        <translation>精确距离</translation>
    </message>
    <message>
        <source>Distance in A</source>
        <translation>A 中距离</translation>
    </message>
    <message>
        <source>Distance here</source>
        <translation>此处距离</translation>
    </message>
    <message>
        <source>Distance in B</source>
        <translation>B 中距离</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>行</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ComparePane</name>
    <message>
        <source>The two lists side by side</source>
        <translation>两个列表并排</translation>
    </message>
    <message>
        <source>Choose at “Compare with” what the hits shall stand beside: the exact neighbours, which show what the index missed, or the same search with other settings.</source>
        <translation>在“比较对象”处选择与命中并排显示的内容：精确近邻（显示索引遗漏了什么），或使用其他设置的同一搜索。</translation>
    </message>
    <message>
        <source>overlap@%1: %2</source>
        <translation>overlap@%1：%2</translation>
    </message>
    <message>
        <source>recall by distance: %1</source>
        <translation>按距离的召回率：%1</translation>
    </message>
    <message>
        <source>distance gap: %1 on average, %2 at most</source>
        <translation>距离差：平均 %1，最大 %2</translation>
    </message>
    <message>
        <source>%1, exactly %2</source>
        <translation>%1，精确 %2</translation>
    </message>
    <message>
        <source>A %1, B %2</source>
        <translation>A %1，B %2</translation>
    </message>
    <message numerus="yes">
        <source>%n missed</source>
        <translation>
            <numerusform>遗漏 %n 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n only in A</source>
        <translation>
            <numerusform>仅 A 中有 %n 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n only in B</source>
        <translation>
            <numerusform>仅 B 中有 %n 个</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>quiver::ui::ConnectionForm</name>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>环境</translation>
    </message>
    <message>
        <source>&amp;Host</source>
        <translation>主机(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Port</source>
        <translation>端口(&amp;P)</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>&amp;Database</source>
        <translation>数据库(&amp;D)</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>数据库</translation>
    </message>
    <message>
        <source>&amp;User</source>
        <translation>用户(&amp;U)</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>高级</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
</context>
<context>
    <name>quiver::ui</name>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>%1 row</source>
        <translation>%1 行</translation>
    </message>
    <message>
        <source>%1 rows</source>
        <translation>%1 行</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Browse</source>
        <translation>浏览</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>控制台</translation>
    </message>
    <message>
        <source>%1 more</source>
        <translation>还有 %1 项</translation>
    </message>
    <message>
        <source>There was nothing to do: every step was done before.</source>
        <translation>无需操作：每一步先前都已完成。</translation>
    </message>
    <message>
        <source>Nobody can read or write %1 meanwhile</source>
        <translation>期间 %1 不能读写</translation>
    </message>
    <message>
        <source>Writes to %1 wait meanwhile, reads go on</source>
        <translation>期间对 %1 的写入需等待，读取不受影响</translation>
    </message>
    <message>
        <source>%1 can be read and written meanwhile</source>
        <translation>期间 %1 可正常读写</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>not begun</source>
        <translation>未开始</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>was done before</source>
        <translation>先前已完成</translation>
    </message>
    <message>
        <source>rolled back</source>
        <translation>已回滚</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Every row is written anew: for a while the table needs its space twice.</source>
        <translation>每一行都将重写：期间该表需要双倍空间。</translation>
    </message>
    <message>
        <source>In batches, each committed by itself: %1 in all.</source>
        <translation>分批进行，每批单独提交：共 %1。</translation>
    </message>
    <message>
        <source>In batches, each committed by itself.</source>
        <translation>分批进行，每批单独提交。</translation>
    </message>
    <message>
        <source>Rolled back with its transaction: %1.</source>
        <translation>随事务回滚：%1。</translation>
    </message>
    <message>
        <source>What stands: %1. Running it again goes on from there.</source>
        <translation>已保留：%1。再次运行将从此处继续。</translation>
    </message>
    <message>
        <source>All indexes</source>
        <translation>全部索引</translation>
    </message>
    <message>
        <source>How each does, what is wrong, and mending it</source>
        <translation>各索引的状况、问题及修复</translation>
    </message>
    <message>
        <source>Slow queries</source>
        <translation>慢查询</translation>
    </message>
    <message>
        <source>The vector queries that take the most time</source>
        <translation>耗时最多的向量查询</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>What the server&apos;s settings come to for these vectors</source>
        <translation>服务器设置对这些向量的影响</translation>
    </message>
    <message>
        <source>1 dimension</source>
        <translation>1 维</translation>
    </message>
    <message>
        <source>%1 dimensions</source>
        <translation>%1 维</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>布尔</translation>
    </message>
    <message>
        <source>integer</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>number</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>date and time</source>
        <translation>日期和时间</translation>
    </message>
    <message>
        <source>vector, %1</source>
        <translation>向量，%1</translation>
    </message>
    <message>
        <source>sparse vector, %1</source>
        <translation>稀疏向量，%1</translation>
    </message>
    <message>
        <source>1 bit</source>
        <translation>1 位</translation>
    </message>
    <message>
        <source>%1 bits</source>
        <translation>%1 位</translation>
    </message>
    <message>
        <source>The extension in this database: create, update, move</source>
        <translation>此数据库中的扩展：创建、更新、移动</translation>
    </message>
    <message>
        <source>New vector table</source>
        <translation>新建向量表</translation>
    </message>
    <message>
        <source>Texts, embeddings and what belongs to them</source>
        <translation>文本、嵌入向量及相关内容</translation>
    </message>
    <message>
        <source>Add a vector column</source>
        <translation>添加向量列</translation>
    </message>
    <message>
        <source>To a table that exists, without keeping anybody waiting</source>
        <translation>添加到已有的表，不让任何人等待</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>存储</translation>
    </message>
    <message>
        <source>Where a column&apos;s vectors are kept, and what that comes to</source>
        <translation>列中向量的存放位置及其影响</translation>
    </message>
    <message>
        <source>Change model</source>
        <translation>更换模型</translation>
    </message>
    <message>
        <source>Another model, type or dimensions while the table is in use</source>
        <translation>在表使用期间更换模型、类型或维数</translation>
    </message>
    <message>
        <source>Schema</source>
        <translation>结构</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>加载</translation>
    </message>
    <message>
        <source>Indexes</source>
        <translation>索引</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>约 %1</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>执行计划</translation>
    </message>
</context>
<context>
    <name>quiver::ui::BrowserModel</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Extensions</source>
        <translation>扩展</translation>
    </message>
    <message>
        <source>Indexes</source>
        <translation>索引</translation>
    </message>
</context>
<context>
    <name>quiver::ui::BrowserScreen</name>
    <message>
        <source>Browse</source>
        <translation>浏览</translation>
    </message>
    <message>
        <source>Filter by name</source>
        <translation>按名称筛选</translation>
    </message>
    <message>
        <source>Open first 100 rows</source>
        <translation>打开前 100 行</translation>
    </message>
    <message>
        <source>Count rows</source>
        <translation>统计行数</translation>
    </message>
    <message>
        <source>Copy name</source>
        <translation>复制名称</translation>
    </message>
    <message>
        <source>Copy qualified name</source>
        <translation>复制限定名称</translation>
    </message>
    <message>
        <source>Copy definition</source>
        <translation>复制定义</translation>
    </message>
    <message>
        <source>Copy the whole error</source>
        <translation>复制完整错误</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>刷新</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Load into…</source>
        <translation>加载到…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>已复制。</translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation>显示内容</translation>
    </message>
    <message>
        <source>Objects of the server</source>
        <translation>服务器的对象</translation>
    </message>
    <message>
        <source>System schemas</source>
        <translation>系统模式</translation>
    </message>
    <message>
        <source>Find an object</source>
        <translation>查找对象</translation>
    </message>
    <message>
        <source>Select a table first.</source>
        <translation>请先选择一个表。</translation>
    </message>
    <message>
        <source>Insert a row…</source>
        <translation>插入一行…</translation>
    </message>
    <message>
        <source>Edit a row…</source>
        <translation>编辑一行…</translation>
    </message>
    <message>
        <source>Set up pgvector…</source>
        <translation>设置 pgvector…</translation>
    </message>
    <message>
        <source>New vector table…</source>
        <translation>新建向量表…</translation>
    </message>
    <message>
        <source>New index…</source>
        <translation>新建索引…</translation>
    </message>
    <message>
        <source>Add a vector column…</source>
        <translation>添加向量列…</translation>
    </message>
    <message>
        <source>Change storage…</source>
        <translation>更改存储方式…</translation>
    </message>
    <message>
        <source>Change model or dimensions…</source>
        <translation>更换模型或维数…</translation>
    </message>
    <message>
        <source>Script all of it as CREATE</source>
        <translation>全部生成为 CREATE 脚本</translation>
    </message>
    <message>
        <source>Script as CREATE</source>
        <translation>生成为 CREATE 脚本</translation>
    </message>
    <message>
        <source>Open in the console</source>
        <translation>在控制台中打开</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Reading the DDL…</source>
        <translation>正在读取 DDL…</translation>
    </message>
</context>
<context>
    <name>quiver::ui::CellInspector</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
</context>
<context>
    <name>quiver::ui::CheckList</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>进行中</translation>
    </message>
</context>
<context>
    <name>quiver::ui::CommandPalette</name>
    <message>
        <source>Type what you want to do or where to go</source>
        <translation>输入要执行的操作或要前往的位置</translation>
    </message>
    <message>
        <source>Command palette</source>
        <translation>命令面板</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ConnectionForm</name>
    <message>
        <source>Development</source>
        <translation>开发</translation>
    </message>
    <message>
        <source>Staging</source>
        <translation>预发布</translation>
    </message>
    <message>
        <source>Production</source>
        <translation>生产</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ConnectionsScreen</name>
    <message>
        <source>Sandbox</source>
        <translation>沙盒</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Search connections</source>
        <translation>搜索连接</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Try the sandbox</source>
        <translation>试用沙盒</translation>
    </message>
    <message>
        <source>&amp;New</source>
        <translation>新建(&amp;N)</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ConsoleScreen</name>
    <message>
        <source>Reopen closed tab</source>
        <translation>重新打开已关闭的标签页</translation>
    </message>
    <message>
        <source>Query %1</source>
        <translation>查询 %1</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>New tab</source>
        <translation>新标签页</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>控制台</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ConsoleTab</name>
    <message>
        <source>Commit</source>
        <translation>提交</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>回滚</translation>
    </message>
    <message>
        <source>Roll back and close</source>
        <translation>回滚并关闭</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭提示</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>再次运行</translation>
    </message>
    <message>
        <source>Explain</source>
        <translation>执行计划</translation>
    </message>
    <message>
        <source>Explain analyze</source>
        <translation>执行计划并测量</translation>
    </message>
</context>
<context>
    <name>quiver::ui::CopyPane</name>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>Open in the console</source>
        <translation>在控制台中打开</translation>
    </message>
    <message>
        <source>Copy as</source>
        <translation>复制为</translation>
    </message>
    <message>
        <source>SQL with its values</source>
        <translation>带值的 SQL</translation>
    </message>
    <message>
        <source>psql script</source>
        <translation>psql 脚本</translation>
    </message>
    <message>
        <source>Python, psycopg 3</source>
        <translation>Python，psycopg 3</translation>
    </message>
    <message>
        <source>Python, asyncpg</source>
        <translation>Python，asyncpg</translation>
    </message>
    <message>
        <source>Python, SQLAlchemy 2 (async)</source>
        <translation>Python，SQLAlchemy 2（异步）</translation>
    </message>
    <message>
        <source>The search as text</source>
        <translation>文本形式的搜索</translation>
    </message>
    <message>
        <source>After a search its SQL stands here, to be copied as SQL, as a psql script or as a Python program.</source>
        <translation>搜索后其 SQL 显示在这里，可复制为 SQL、psql 脚本或 Python 程序。</translation>
    </message>
    <message>
        <source>Copied as %1.</source>
        <translation>已复制为 %1。</translation>
    </message>
</context>
<context>
    <name>quiver::ui::DetailsPanel</name>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Indexes</source>
        <translation>索引</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>数据库</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Dimensions</source>
        <translation>维度</translation>
    </message>
    <message>
        <source>Search index</source>
        <translation>检索索引</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>存储</translation>
    </message>
    <message>
        <source>On the host</source>
        <translation>主机上</translation>
    </message>
    <message>
        <source>Schema</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>键</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Index</source>
        <translation>索引</translation>
    </message>
    <message>
        <source>valid</source>
        <translation>有效</translation>
    </message>
    <message>
        <source>Definition</source>
        <translation>定义</translation>
    </message>
</context>
<context>
    <name>quiver::ui::FilterRows</name>
    <message>
        <source>Add a &amp;filter</source>
        <translation>添加过滤条件(&amp;F)</translation>
    </message>
    <message>
        <source>SQL, as in: price &lt; 20</source>
        <translation>SQL，例如：price &lt; 20</translation>
    </message>
    <message>
        <source>Condition in SQL</source>
        <translation>SQL 条件</translation>
    </message>
    <message>
        <source>Column of the filter</source>
        <translation>过滤的列</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>one of</source>
        <translation>其中之一</translation>
    </message>
    <message>
        <source>like</source>
        <translation>匹配</translation>
    </message>
    <message>
        <source>contains</source>
        <translation>包含</translation>
    </message>
    <message>
        <source>is NULL</source>
        <translation>为 NULL</translation>
    </message>
    <message>
        <source>is not NULL</source>
        <translation>不为 NULL</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Remove the filter</source>
        <translation>移除过滤条件</translation>
    </message>
</context>
<context>
    <name>quiver::ui::HistoryPanel</name>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>quiver::ui::HitsModel</name>
    <message>
        <source>distance</source>
        <translation>距离</translation>
    </message>
    <message>
        <source>first stage</source>
        <translation>第一阶段</translation>
    </message>
    <message>
        <source>score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>rank by vector</source>
        <translation>向量排名</translation>
    </message>
    <message>
        <source>rank by text</source>
        <translation>文本排名</translation>
    </message>
    <message>
        <source>score %1</source>
        <translation>得分 %1</translation>
    </message>
    <message>
        <source>vector: rank %1</source>
        <translation>向量：第 %1 名</translation>
    </message>
    <message>
        <source>vector: not among its rows</source>
        <translation>向量：不在其中</translation>
    </message>
    <message>
        <source>full text: rank %1 (%2)</source>
        <translation>全文：第 %1 名 (%2)</translation>
    </message>
    <message>
        <source>full text: no match</source>
        <translation>全文：不匹配</translation>
    </message>
    <message>
        <source>first stage: %1</source>
        <translation>第一阶段：%1</translation>
    </message>
    <message>
        <source>distance %1</source>
        <translation>距离 %1</translation>
    </message>
</context>
<context>
    <name>quiver::ui::JobsModel</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Force</source>
        <comment>end a job that does not react to cancelling</comment>
        <translation>强制</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>第 %1 项，共 %2 项</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>速率</translation>
    </message>
</context>
<context>
    <name>quiver::ui::JobsPanel</name>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Clear finished</source>
        <translation>清除已完成</translation>
    </message>
    <message>
        <source>Log of the selected job</source>
        <translation>所选任务的日志</translation>
    </message>
    <message>
        <source>Select a job to read its log</source>
        <translation>选择一个任务以查看其日志</translation>
    </message>
</context>
<context>
    <name>quiver::ui::MainWindow</name>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Statement log</source>
        <translation>语句日志</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Command palette</source>
        <translation>命令面板</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>深色主题</translation>
    </message>
    <message>
        <source>Theme of the desktop</source>
        <translation>跟随桌面主题</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Disconnect from this server</source>
        <translation>断开此服务器</translation>
    </message>
    <message>
        <source>Clear finished jobs</source>
        <translation>清除已完成的任务</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Jobs (%1)</source>
        <translation>任务 (%1)</translation>
    </message>
    <message>
        <source>Statement log (%1)</source>
        <translation>语句日志 (%1)</translation>
    </message>
    <message>
        <source>Go to %1</source>
        <translation>转到%1</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>浅色主题</translation>
    </message>
    <message>
        <source>Running: %1</source>
        <translation>运行中：%1</translation>
    </message>
    <message>
        <source>Errors: %1</source>
        <translation>错误：%1</translation>
    </message>
    <message>
        <source>Screens</source>
        <translation>界面</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>Stop it all</source>
        <translation>全部停止</translation>
    </message>
    <message>
        <source>Leave running</source>
        <translation>让其继续运行</translation>
    </message>
    <message>
        <source>Roll back and disconnect</source>
        <translation>回滚并断开</translation>
    </message>
    <message>
        <source>Roll back and close</source>
        <translation>回滚并关闭</translation>
    </message>
    <message>
        <source>Close nevertheless</source>
        <translation>仍然关闭</translation>
    </message>
</context>
<context>
    <name>quiver::ui::MessagesView</name>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
</context>
<context>
    <name>quiver::ui::RefineFields</name>
    <message>
        <source>&amp;Hybrid: full-text search beside the vectors</source>
        <translation>混合：在向量之外进行全文搜索(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Two stages: a cheaper distance finds candidates</source>
        <translation>两阶段：先用较廉价的距离找候选(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;One hit for each value of a column</source>
        <translation>某列的每个值只取一个命中(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Unlike each other (MMR)</source>
        <translation>彼此不同 (MMR)(&amp;U)</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>词</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>解析方式</translation>
    </message>
    <message>
        <source>Fused by</source>
        <translation>融合方式</translation>
    </message>
    <message>
        <source>Constant</source>
        <translation>常数</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>By</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>Dimensions</source>
        <translation>维数</translation>
    </message>
    <message>
        <source>Vector</source>
        <translation>向量</translation>
    </message>
    <message>
        <source>Over-fetch</source>
        <translation>超取倍数</translation>
    </message>
    <message>
        <source>Lambda</source>
        <translation>Lambda</translation>
    </message>
    <message>
        <source>Empty: those of the text that is searched by</source>
        <translation>留空：使用搜索文本中的词</translation>
    </message>
    <message>
        <source>as in a web search: &quot;a phrase&quot; or -not</source>
        <translation>如网页搜索：&quot;短语&quot; or -排除</translation>
    </message>
    <message>
        <source>all of the words</source>
        <translation>全部词</translation>
    </message>
    <message>
        <source>reciprocal ranks (RRF)</source>
        <translation>倒数排名 (RRF)</translation>
    </message>
    <message>
        <source>weighted, scaled scores</source>
        <translation>加权缩放得分</translation>
    </message>
    <message>
        <source>vector </source>
        <translation>向量 </translation>
    </message>
    <message>
        <source>text </source>
        <translation>文本 </translation>
    </message>
    <message>
        <source>signs (binary_quantize)</source>
        <translation>符号 (binary_quantize)</translation>
    </message>
    <message>
        <source>half precision</source>
        <translation>半精度</translation>
    </message>
    <message>
        <source>first dimensions</source>
        <translation>前若干维</translation>
    </message>
    <message>
        <source>another column</source>
        <translation>另一列</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ResultGrid</name>
    <message>
        <source>No rows</source>
        <translation>没有行</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>已复制。</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ResultPane</name>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Fetch all</source>
        <translation>获取全部</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>%1 columns</source>
        <translation>%1 列</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭提示</translation>
    </message>
    <message>
        <source>1 column</source>
        <translation>1 列</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Find &amp;similar</source>
        <translation>查找相似(&amp;S)</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ResultsPane</name>
    <message>
        <source>Hits as a grid</source>
        <translation>网格形式的命中</translation>
    </message>
    <message>
        <source>No hits</source>
        <translation>没有命中</translation>
    </message>
    <message>
        <source>Cards</source>
        <translation>卡片</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Compared</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Copy as</source>
        <translation>复制为</translation>
    </message>
    <message>
        <source>Find similar</source>
        <translation>查找相似</translation>
    </message>
    <message>
        <source>Hits, the nearest first</source>
        <translation>命中，最近的在前</translation>
    </message>
    <message>
        <source>Copy the key</source>
        <translation>复制键</translation>
    </message>
    <message>
        <source>Copy the text</source>
        <translation>复制文本</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>The search was cancelled. What stands below is of the one before it.</source>
        <translation>搜索已取消。下方是之前一次的结果。</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>正在搜索…</translation>
    </message>
    <message>
        <source>No row meets the conditions.</source>
        <translation>没有符合条件的行。</translation>
    </message>
    <message>
        <source>Find what is near: rows whose vectors are closest to a text, a vector or another row.

Choose a table, say what to search for, press Enter.</source>
        <translation>查找相近的内容：向量最接近某段文本、某个向量或另一行的行。

选择表，输入要搜索的内容，按 Enter。</translation>
    </message>
    <message>
        <source>1 hit</source>
        <translation>1 个命中</translation>
    </message>
    <message>
        <source>%1 hits</source>
        <translation>%1 个命中</translation>
    </message>
    <message>
        <source>server %1</source>
        <translation>服务器 %1</translation>
    </message>
    <message>
        <source>with transfer %1</source>
        <translation>含传输 %1</translation>
    </message>
    <message>
        <source>text embedded in %1</source>
        <translation>文本嵌入用时 %1</translation>
    </message>
    <message>
        <source>&amp;Find similar</source>
        <translation>查找相似(&amp;F)</translation>
    </message>
    <message>
        <source>Searches for what is near the chosen hit</source>
        <translation>搜索与所选命中相近的行</translation>
    </message>
    <message>
        <source>The search was cancelled.</source>
        <translation>搜索已取消。</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ResultsView</name>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Result %1</source>
        <translation>结果 %1</translation>
    </message>
</context>
<context>
    <name>quiver::ui::RunBar</name>
    <message>
        <source>Force stop</source>
        <translation>强制停止</translation>
    </message>
    <message>
        <source>Run statement</source>
        <translation>运行语句</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Explain</source>
        <translation>执行计划</translation>
    </message>
    <message>
        <source>Explain analyze</source>
        <translation>执行计划并测量</translation>
    </message>
    <message>
        <source>The plan of the statement, without running it, and what the doctor finds</source>
        <translation>语句的计划（不运行）以及诊断结果</translation>
    </message>
    <message>
        <source>Run the statement, measure each node of its plan, and roll back</source>
        <translation>运行语句，测量计划的每个节点，然后回滚</translation>
    </message>
</context>
<context>
    <name>quiver::ui::SandboxCard</name>
    <message>
        <source>Try the sandbox</source>
        <translation>试用沙盒</translation>
    </message>
    <message>
        <source>&amp;Start the sandbox</source>
        <translation>启动沙盒(&amp;S)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
</context>
<context>
    <name>quiver::ui::SavedSearches</name>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Open and search</source>
        <translation>打开并搜索(&amp;O)</translation>
    </message>
    <message>
        <source>Dele&amp;te</source>
        <translation>删除(&amp;T)</translation>
    </message>
    <message>
        <source>A name for the search in the form</source>
        <translation>为表单中的搜索命名</translation>
    </message>
    <message>
        <source>Saved searches</source>
        <translation>已保存的搜索</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>Last run</source>
        <translation>上次运行</translation>
    </message>
    <message>
        <source>No search of this database is saved. Fill in the form, give it a name, save it.</source>
        <translation>此数据库没有已保存的搜索。填写表单，命名并保存。</translation>
    </message>
</context>
<context>
    <name>quiver::ui::SearchForm</name>
    <message>
        <source>&amp;Table</source>
        <translation>表(&amp;T)</translation>
    </message>
    <message>
        <source>Vector column</source>
        <translation>向量列</translation>
    </message>
    <message>
        <source>&amp;Column</source>
        <translation>列(&amp;C)</translation>
    </message>
    <message>
        <source>Distance</source>
        <translation>距离</translation>
    </message>
    <message>
        <source>&amp;Distance</source>
        <translation>距离(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Near to</source>
        <translation>接近于(&amp;N)</translation>
    </message>
    <message>
        <source>k: the number of neighbours wanted</source>
        <translation>k：所需的近邻数</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>T&amp;hreshold</source>
        <translation>阈值(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Where</source>
        <translation>条件(&amp;W)</translation>
    </message>
    <message>
        <source>Columns that are shown</source>
        <translation>显示的列</translation>
    </message>
    <message>
        <source>&amp;Show</source>
        <translation>显示(&amp;S)</translation>
    </message>
    <message>
        <source>What the hits are compared with</source>
        <translation>与什么比较</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>不比较</translation>
    </message>
    <message>
        <source>the exact neighbours</source>
        <translation>精确近邻</translation>
    </message>
    <message>
        <source>other settings (A and B)</source>
        <translation>其他设置（A 与 B）</translation>
    </message>
    <message>
        <source>Co&amp;mpare with</source>
        <translation>比较对象(&amp;M)</translation>
    </message>
    <message>
        <source>B&apos;s settings</source>
        <translation>B 的设置</translation>
    </message>
    <message>
        <source>This table has no vectors</source>
        <translation>此表没有向量</translation>
    </message>
    <message>
        <source>%1  %2 (indexed)</source>
        <translation>%1  %2（有索引）</translation>
    </message>
    <message>
        <source>%1. %2.</source>
        <translation>%1。%2。</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Key and distance only</source>
        <translation>仅键和距离</translation>
    </message>
    <message>
        <source>%1 of %2 columns</source>
        <translation>%2 列中的 %1 列</translation>
    </message>
    <message>
        <source>Filter %1: %2</source>
        <translation>过滤条件 %1：%2</translation>
    </message>
    <message>
        <source>%1 (character %2)</source>
        <translation>%1（第 %2 个字符）</translation>
    </message>
    <message>
        <source>For %1.</source>
        <translation>适用于 %1。</translation>
    </message>
    <message>
        <source>The most distance that a hit may have</source>
        <translation>命中允许的最大距离</translation>
    </message>
</context>
<context>
    <name>quiver::ui::SearchScreen</name>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>Search by meaning</source>
        <translation>按含义搜索</translation>
    </message>
    <message>
        <source>Here you find the rows that are nearest to a text, a vector or another row, and see what each setting, an index and full-text search do to the result. Open a connection to begin.</source>
        <translation>在这里查找与文本、向量或另一行最接近的行，并查看各项设置、索引和全文搜索对结果的影响。请先打开连接。</translation>
    </message>
    <message>
        <source>&amp;Search</source>
        <translation>搜索(&amp;S)</translation>
    </message>
    <message>
        <source>Search (Enter in a field, or Ctrl+Return)</source>
        <translation>搜索（在字段中按 Enter，或按 Ctrl+Return）</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Asks the server to stop (Esc); a second time ends it at once</source>
        <translation>请求服务器停止 (Esc)；再按一次立即结束</translation>
    </message>
    <message>
        <source>Reading its columns…</source>
        <translation>正在读取列…</translation>
    </message>
    <message>
        <source>The table of that row is not among those that can be searched here: it is another database&apos;s, or a system table.</source>
        <translation>该行所属的表不在此处可搜索的表中：它属于另一个数据库，或是系统表。</translation>
    </message>
    <message>
        <source>%1 has no key, so the row cannot be found again. Copy its vector and search by that.</source>
        <translation>%1 没有键，因此无法再次找到该行。请复制其向量并按向量搜索。</translation>
    </message>
    <message>
        <source>The result has not all of the key of %1 (%2). Select it as well, and look again.</source>
        <translation>结果不含 %1 的完整键 (%2)。请一并选取后再试。</translation>
    </message>
</context>
<context>
    <name>quiver::ui::SettingsFields</name>
    <message>
        <source>Search settings</source>
        <translation>搜索设置</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 到 %2</translation>
    </message>
    <message>
        <source>64kB or more</source>
        <translation>64kB 或更多</translation>
    </message>
    <message>
        <source>as it is (usually %1)</source>
        <translation>保持不变（通常为 %1）</translation>
    </message>
    <message>
        <source>as it is (usually %1); %2</source>
        <translation>保持不变（通常为 %1）；%2</translation>
    </message>
    <message>
        <source>%1: all as they are</source>
        <translation>%1：全部不变</translation>
    </message>
    <message>
        <source>Needs pgvector %1; this database has %2.</source>
        <translation>需要 pgvector %1；此数据库为 %2。</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n changed</source>
        <translation>
            <numerusform>%1：%n 项已更改</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>quiver::ui::SourceFields</name>
    <message>
        <source>What the rows should be about</source>
        <translation>行应与什么有关</translation>
    </message>
    <message>
        <source>A key in each line</source>
        <translation>每行一个键</translation>
    </message>
    <message>
        <source>Leave it out of the hits</source>
        <translation>从命中中排除它</translation>
    </message>
    <message>
        <source>Leave them out of the hits</source>
        <translation>从命中中排除它们</translation>
    </message>
    <message>
        <source>Search by</source>
        <translation>搜索依据</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Pasted vector</source>
        <translation>粘贴的向量</translation>
    </message>
    <message>
        <source>Row of the table</source>
        <translation>表中的行</translation>
    </message>
    <message>
        <source>Mean of rows</source>
        <translation>多行的均值</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>.npy, .fvecs, CSV or JSON file</source>
        <translation>.npy、.fvecs、CSV 或 JSON 文件</translation>
    </message>
    <message>
        <source>Row of the file, from 0</source>
        <translation>文件中的行，从 0 开始</translation>
    </message>
    <message>
        <source>row </source>
        <translation>行 </translation>
    </message>
    <message>
        <source>Field; empty: the first with vectors</source>
        <translation>字段；留空：第一个含向量的字段</translation>
    </message>
    <message>
        <source>%1 of the row</source>
        <translation>该行的 %1</translation>
    </message>
    <message>
        <source>Becomes a vector by %1, as the column did.</source>
        <translation>由 %1 转换为向量，与该列相同。</translation>
    </message>
    <message>
        <source>The database does not say how %1 was embedded, so no text can be. Search by a row or a vector, or fill the column in Schema, Fill with embeddings.</source>
        <translation>数据库未说明 %1 是如何嵌入的，因此无法嵌入文本。请按行或向量搜索，或在“架构”的“填充嵌入”中填充该列。</translation>
    </message>
    <message>
        <source>Values of %1, separated by commas.</source>
        <translation>%1 的值，以逗号分隔。</translation>
    </message>
</context>
<context>
    <name>quiver::ui::StatementLogModel</name>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>耗时</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Statement</source>
        <translation>语句</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
</context>
<context>
    <name>quiver::ui::StatementLogPanel</name>
    <message>
        <source>Errors only</source>
        <translation>仅错误</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
</context>
<context>
    <name>quiver::ui::TopBar</name>
    <message>
        <source>Development</source>
        <translation>开发</translation>
    </message>
    <message>
        <source>Staging</source>
        <translation>预发布</translation>
    </message>
    <message>
        <source>Production</source>
        <translation>生产</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>环境</translation>
    </message>
    <message>
        <source>Read-only</source>
        <translation>只读</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>断开连接</translation>
    </message>
    <message>
        <source>%1 of %2 sessions in use</source>
        <translation>使用中的会话 %1 / %2</translation>
    </message>
    <message>
        <source>In transaction</source>
        <translation>事务进行中</translation>
    </message>
    <message>
        <source>Transaction failed</source>
        <translation>事务失败</translation>
    </message>
    <message>
        <source>Open servers</source>
        <translation>已打开的服务器</translation>
    </message>
    <message>
        <source>Server and database</source>
        <translation>服务器和数据库</translation>
    </message>
    <message>
        <source>Transaction</source>
        <translation>事务</translation>
    </message>
    <message>
        <source>Sessions in use</source>
        <translation>使用中的会话</translation>
    </message>
    <message>
        <source>No server open</source>
        <translation>未打开服务器</translation>
    </message>
    <message>
        <source>, %1 waiting</source>
        <translation>，%1 个在等待</translation>
    </message>
    <message>
        <source>Click to see the pool</source>
        <translation>点击查看连接池</translation>
    </message>
    <message>
        <source>Open another server…</source>
        <translation>打开另一个服务器…</translation>
    </message>
</context>
<context>
    <name>quiver::ui::TransactionBar</name>
    <message>
        <source>Commit</source>
        <translation>提交</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>回滚</translation>
    </message>
    <message>
        <source>Auto-commit</source>
        <translation>自动提交</translation>
    </message>
    <message>
        <source>Failed transaction</source>
        <translation>事务失败</translation>
    </message>
    <message>
        <source>In transaction</source>
        <translation>事务进行中</translation>
    </message>
    <message>
        <source>No transaction</source>
        <translation>无事务</translation>
    </message>
    <message>
        <source>Transaction</source>
        <translation>事务</translation>
    </message>
</context>
<context>
    <name>quiver::ui::VectorPane</name>
    <message>
        <source>Dimensions</source>
        <translation>维度</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>平均</translation>
    </message>
</context>
<context>
    <name>quiver::ui::WelcomePage</name>
    <message>
        <source>Welcome to Quiver</source>
        <translation>欢迎使用 Quiver</translation>
    </message>
    <message>
        <source>Connect to a server</source>
        <translation>连接到服务器</translation>
    </message>
    <message>
        <source>&amp;New connection</source>
        <translation>新建连接(&amp;N)</translation>
    </message>
</context>
<context>
    <name>EmbeddingEdit</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Remove this embedding column</source>
        <translation>移除此嵌入列</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>any dimensions</source>
        <translation>任意维数</translation>
    </message>
    <message>
        <source>More options</source>
        <translation>更多选项</translation>
    </message>
    <message>
        <source>Required (NOT NULL)</source>
        <translation>必填 (NOT NULL)</translation>
    </message>
    <message>
        <source>Only vectors of length 1</source>
        <translation>仅限单位长度向量</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>存储</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>注释</translation>
    </message>
</context>
<context>
    <name>ExtensionPage</name>
    <message>
        <source>&amp;What to do</source>
        <translation>操作(&amp;W)</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>&amp;Schema</source>
        <translation>模式(&amp;S)</translation>
    </message>
</context>
<context>
    <name>GeneralPage</name>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>数据库</translation>
    </message>
</context>
<context>
    <name>IndexListPage</name>
    <message>
        <source>1 INVALID index</source>
        <translation>1 个 INVALID 索引</translation>
    </message>
    <message>
        <source>%1 INVALID indexes</source>
        <translation>%1 个 INVALID 索引</translation>
    </message>
</context>
<context>
    <name>JobsModel</name>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
</context>
<context>
    <name>Migrations</name>
    <message>
        <source>applied</source>
        <comment>state of a migration</comment>
        <translation>已应用</translation>
    </message>
    <message>
        <source>pending</source>
        <comment>state of a migration</comment>
        <translation>待应用</translation>
    </message>
    <message>
        <source>out of order</source>
        <comment>state of a migration</comment>
        <translation>次序不符</translation>
    </message>
    <message>
        <source>changed since</source>
        <comment>state of a migration</comment>
        <translation>之后被改动</translation>
    </message>
    <message>
        <source>file is gone</source>
        <comment>state of a migration</comment>
        <translation>文件缺失</translation>
    </message>
    <message>
        <source>begun, not ended</source>
        <comment>state of a migration</comment>
        <translation>已开始未结束</translation>
    </message>
    <message>
        <source>waits</source>
        <comment>state of a migration</comment>
        <translation>等待中</translation>
    </message>
    <message>
        <source>is running</source>
        <comment>state of a migration</comment>
        <translation>运行中</translation>
    </message>
    <message>
        <source>is taken back</source>
        <comment>state of a migration</comment>
        <translation>撤回中</translation>
    </message>
    <message>
        <source>taken back</source>
        <comment>state of a migration</comment>
        <translation>已撤回</translation>
    </message>
    <message>
        <source>works, rolled back</source>
        <comment>dry run of a migration</comment>
        <translation>可行，已回滚</translation>
    </message>
    <message>
        <source>not tried</source>
        <comment>dry run of a migration</comment>
        <translation>未尝试</translation>
    </message>
    <message>
        <source>failed</source>
        <comment>state of a migration</comment>
        <translation>失败</translation>
    </message>
    <message>
        <source>cancelled</source>
        <comment>state of a migration</comment>
        <translation>已取消</translation>
    </message>
    <message>
        <source>not known</source>
        <comment>state of a migration</comment>
        <translation>未知</translation>
    </message>
    <message>
        <source>The folder has no migrations yet.</source>
        <translation>文件夹中还没有迁移。</translation>
    </message>
    <message>
        <source>Nothing was run.</source>
        <translation>未运行任何内容。</translation>
    </message>
    <message>
        <source>There is nothing to run.</source>
        <translation>没有需要运行的。</translation>
    </message>
</context>
<context>
    <name>NewTableForm</name>
    <message>
        <source>Table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>&amp;Schema</source>
        <translation>模式(&amp;S)</translation>
    </message>
    <message>
        <source>Schema</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>Name of the table</source>
        <translation>表名</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>注释</translation>
    </message>
    <message>
        <source>Comment on the table</source>
        <translation>表的注释</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>&amp;Key</source>
        <translation>键(&amp;K)</translation>
    </message>
    <message>
        <source>Texts</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Embeddings</source>
        <translation>嵌入向量</translation>
    </message>
    <message>
        <source>Add an embedding column</source>
        <translation>添加嵌入列</translation>
    </message>
    <message>
        <source>Add an &amp;embedding column</source>
        <translation>添加嵌入列(&amp;E)</translation>
    </message>
    <message>
        <source>Text length</source>
        <translation>文本长度</translation>
    </message>
    <message>
        <source> bytes</source>
        <translation> 字节</translation>
    </message>
    <message>
        <source>Besides</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>&amp;Metadata</source>
        <translation>元数据(&amp;M)</translation>
    </message>
    <message>
        <source>GIN index, for containment (@&gt;)</source>
        <translation>GIN 索引，用于包含查询 (@&gt;)</translation>
    </message>
    <message>
        <source>Indexed keys</source>
        <translation>建索引的键</translation>
    </message>
    <message>
        <source>such as: source, language</source>
        <translation>例如：source, language</translation>
    </message>
    <message>
        <source>&amp;Timestamps</source>
        <translation>时间戳(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Full text</source>
        <translation>全文检索(&amp;F)</translation>
    </message>
    <message>
        <source>Language of the texts</source>
        <translation>文本的语言</translation>
    </message>
    <message>
        <source>Partitions</source>
        <translation>分区</translation>
    </message>
    <message>
        <source>&amp;Divided</source>
        <translation>划分方式(&amp;D)</translation>
    </message>
    <message>
        <source>By the column</source>
        <translation>按列</translation>
    </message>
    <message>
        <source>Number of partitions</source>
        <translation>分区数</translation>
    </message>
    <message>
        <source>And one for all other rows</source>
        <translation>其余的行另设一个分区</translation>
    </message>
</context>
<context>
    <name>PoolingPage</name>
    <message>
        <source>not at all</source>
        <translation>不分区</translation>
    </message>
</context>
<context>
    <name>SessionPage</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>TlsPage</name>
    <message>
        <source>&amp;Key</source>
        <translation>私钥(&amp;K)</translation>
    </message>
</context>
<context>
    <name>quiver::ui::AddColumnPage</name>
    <message>
        <source>Add column</source>
        <translation>添加列</translation>
    </message>
</context>
<context>
    <name>quiver::ui::BadRowsModel</name>
    <message>
        <source>Row</source>
        <translation>行</translation>
    </message>
</context>
<context>
    <name>quiver::ui::BottomPanel</name>
    <message>
        <source>Panels</source>
        <translation>面板</translation>
    </message>
    <message>
        <source>Hide this panel</source>
        <translation>隐藏此面板</translation>
    </message>
</context>
<context>
    <name>quiver::ui::BrowserNode</name>
    <message>
        <source>view</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>materialized view</source>
        <translation>物化视图</translation>
    </message>
    <message>
        <source>primary key</source>
        <translation>主键</translation>
    </message>
    <message>
        <source>unique</source>
        <translation>唯一</translation>
    </message>
</context>
<context>
    <name>quiver::ui::BuildForm</name>
    <message>
        <source>&amp;Table</source>
        <translation>表(&amp;T)</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>&amp;Advise</source>
        <translation>建议(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Column</source>
        <translation>列(&amp;C)</translation>
    </message>
    <message>
        <source>What is indexed</source>
        <translation>索引对象</translation>
    </message>
    <message>
        <source>&amp;Index</source>
        <translation>索引(&amp;I)</translation>
    </message>
    <message>
        <source>First dimension</source>
        <translation>起始维</translation>
    </message>
    <message>
        <source>Number of dimensions</source>
        <translation>维数</translation>
    </message>
    <message>
        <source>E&amp;xpression</source>
        <translation>表达式(&amp;X)</translation>
    </message>
    <message>
        <source>And by</source>
        <translation>以及按</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>&amp;Method</source>
        <translation>方法(&amp;M)</translation>
    </message>
    <message>
        <source>Distance</source>
        <translation>距离</translation>
    </message>
    <message>
        <source>&amp;Distance</source>
        <translation>距离(&amp;D)</translation>
    </message>
    <message>
        <source>Operator class</source>
        <translation>操作符类</translation>
    </message>
    <message>
        <source>every row</source>
        <translation>所有行</translation>
    </message>
    <message>
        <source>Rows &amp;where</source>
        <translation>行条件(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>Tablespace</source>
        <translation>表空间</translation>
    </message>
    <message>
        <source>Tables&amp;pace</source>
        <translation>表空间(&amp;P)</translation>
    </message>
    <message>
        <source>Without &amp;keeping writers waiting</source>
        <translation>不阻塞写入(&amp;K)</translation>
    </message>
    <message>
        <source>Mem&amp;ory</source>
        <translation>内存(&amp;O)</translation>
    </message>
    <message>
        <source>Wo&amp;rkers</source>
        <translation>工作进程(&amp;R)</translation>
    </message>
    <message>
        <source>The column as it is</source>
        <translation>列本身</translation>
    </message>
    <message>
        <source>In half precision</source>
        <translation>半精度</translation>
    </message>
    <message>
        <source>One bit for each dimension</source>
        <translation>每维一位</translation>
    </message>
    <message>
        <source>Some of its dimensions</source>
        <translation>部分维</translation>
    </message>
    <message>
        <source>Brought to length one</source>
        <translation>归一化</translation>
    </message>
    <message>
        <source>An expression</source>
        <translation>表达式</translation>
    </message>
</context>
<context>
    <name>quiver::ui::BuildJournalModel</name>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>valid</source>
        <translation>有效</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>left running</source>
        <translation>仍在运行</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>丢失</translation>
    </message>
    <message>
        <source>Begun</source>
        <translation>开始于</translation>
    </message>
    <message>
        <source>Index</source>
        <translation>索引</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>速率</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
</context>
<context>
    <name>quiver::ui::BuildView</name>
    <message>
        <source>not known yet</source>
        <translation>尚不清楚</translation>
    </message>
    <message>
        <source>now</source>
        <translation>当前</translation>
    </message>
    <message>
        <source>overall</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>rows/s</source>
        <translation>行/秒</translation>
    </message>
    <message>
        <source>Rows per second</source>
        <translation>每秒行数</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>剩余时间</translation>
    </message>
    <message>
        <source>Running for</source>
        <translation>已运行</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Rate now</source>
        <translation>当前速率</translation>
    </message>
    <message>
        <source>Rate overall</source>
        <translation>平均速率</translation>
    </message>
    <message>
        <source>Workers</source>
        <translation>工作进程</translation>
    </message>
    <message>
        <source>WAL written</source>
        <translation>已写 WAL</translation>
    </message>
    <message>
        <source>Index so far</source>
        <translation>索引当前大小</translation>
    </message>
    <message>
        <source>&amp;Cancel their build…</source>
        <translation>取消该构建(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Give the connection up</source>
        <translation>放弃连接(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Cancel the build</source>
        <translation>取消构建(&amp;C)</translation>
    </message>
    <message>
        <source>begun here</source>
        <translation>在此发起</translation>
    </message>
    <message>
        <source>The server has not begun yet.</source>
        <translation>服务器尚未开始。</translation>
    </message>
</context>
<context>
    <name>quiver::ui::BuildsPage</name>
    <message>
        <source>Builds that run now</source>
        <translation>正在运行的构建</translation>
    </message>
    <message>
        <source>No index is being built</source>
        <translation>没有正在构建的索引</translation>
    </message>
    <message>
        <source>&amp;New index</source>
        <translation>新建索引(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Back to the builds</source>
        <translation>返回构建列表(&amp;B)</translation>
    </message>
    <message>
        <source>Builds of before</source>
        <translation>以往的构建</translation>
    </message>
    <message>
        <source>Builds of before, newest first</source>
        <translation>以往的构建，最新的在前</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>See the indexes</source>
        <translation>查看索引</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>差异</translation>
    </message>
</context>
<context>
    <name>quiver::ui::CarePane</name>
    <message>
        <source>Rebuild</source>
        <translation>重建</translation>
    </message>
    <message>
        <source>Vacuum</source>
        <translation>清理 (VACUUM)</translation>
    </message>
    <message>
        <source>Analyze</source>
        <translation>分析 (ANALYZE)</translation>
    </message>
    <message>
        <source>Prewarm</source>
        <translation>预热</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>移动</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Drop</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>修复</translation>
    </message>
    <message>
        <source>&amp;Parallel workers</source>
        <translation>并行工作进程(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Analyze the table as well</source>
        <translation>同时分析该表(&amp;A)</translation>
    </message>
    <message>
        <source>Tablespace</source>
        <translation>表空间</translation>
    </message>
    <message>
        <source>Reading the tablespaces…</source>
        <translation>正在读取表空间…</translation>
    </message>
    <message>
        <source>&amp;Tablespace</source>
        <translation>表空间(&amp;T)</translation>
    </message>
    <message>
        <source>Choose a tablespace</source>
        <translation>选择表空间</translation>
    </message>
    <message>
        <source>New name</source>
        <translation>新名称</translation>
    </message>
    <message>
        <source>&amp;New name</source>
        <translation>新名称(&amp;N)</translation>
    </message>
    <message>
        <source>How</source>
        <translation>方式</translation>
    </message>
    <message>
        <source>Drop it</source>
        <translation>删除它</translation>
    </message>
    <message>
        <source>Drop them all</source>
        <translation>全部删除</translation>
    </message>
    <message>
        <source>Build it anew</source>
        <translation>重新构建</translation>
    </message>
    <message>
        <source>Build them all anew</source>
        <translation>全部重新构建</translation>
    </message>
    <message>
        <source>&amp;How</source>
        <translation>方式(&amp;H)</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ChangePreview</name>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>What will be changed</source>
        <translation>将要更改的内容</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Which SQL is shown</source>
        <translation>显示哪些 SQL</translation>
    </message>
    <message>
        <source>All of the SQL</source>
        <translation>全部 SQL</translation>
    </message>
    <message>
        <source>This step</source>
        <translation>此步骤</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>SQL that will be run</source>
        <translation>将要执行的 SQL</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Open in console</source>
        <translation>在控制台中打开</translation>
    </message>
    <message>
        <source>Save as migration…</source>
        <translation>另存为迁移…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>There is nothing to change.</source>
        <translation>没有需要更改的内容。</translation>
    </message>
    <message>
        <source>Nothing of this can be undone.</source>
        <translation>这些都无法撤销。</translation>
    </message>
    <message>
        <source>No server is open.</source>
        <translation>没有打开的服务器。</translation>
    </message>
    <message>
        <source>Running…</source>
        <translation>运行中…</translation>
    </message>
    <message>
        <source>Give up the connection</source>
        <translation>放弃连接</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>正在取消…</translation>
    </message>
    <message>
        <source>Prepare a change</source>
        <translation>准备变更</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>This destroys:</source>
        <translation>这将销毁：</translation>
    </message>
    <message>
        <source>Do not run it</source>
        <translation>不执行</translation>
    </message>
    <message>
        <source>“%1” is running</source>
        <translation>“%1”正在运行</translation>
    </message>
    <message>
        <source>Look for who is in the way</source>
        <translation>查找阻塞者</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>再次运行</translation>
    </message>
    <message>
        <source>Undo what was done…</source>
        <translation>撤销已完成的部分…</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ChangeStepsModel</name>
    <message>
        <source>Under way…</source>
        <translation>进行中…</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>12 of 1,000 rows</comment>
        <translation>第 %1 项，共 %2 项</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ColumnTaskPage</name>
    <message>
        <source>&amp;Table</source>
        <translation>表(&amp;T)</translation>
    </message>
    <message>
        <source>There is nothing to do.</source>
        <translation>没有要做的事。</translation>
    </message>
    <message>
        <source>Reading the table…</source>
        <translation>正在读取表…</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ColumnsModel</name>
    <message>
        <source>row number</source>
        <translation>行号</translation>
    </message>
    <message>
        <source>its default</source>
        <translation>默认值</translation>
    </message>
    <message>
        <source>always NULL</source>
        <translation>始终为 NULL</translation>
    </message>
    <message>
        <source>computed by the server</source>
        <translation>由服务器计算</translation>
    </message>
    <message>
        <source>identity</source>
        <translation>标识列</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Value from</source>
        <translation>取值来源</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>键</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>归一</translation>
    </message>
    <message>
        <source>Cast</source>
        <translation>转换</translation>
    </message>
    <message>
        <source>First value</source>
        <translation>首个值</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ConnectionAdvice</name>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
</context>
<context>
    <name>quiver::ui::CopyColumnsModel</name>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Into</source>
        <translation>目标</translation>
    </message>
</context>
<context>
    <name>quiver::ui::CopyPage</name>
    <message>
        <source>The new table needs a name.</source>
        <translation>新表需要一个名称。</translation>
    </message>
    <message>
        <source>Looking at the table…</source>
        <translation>正在查看表…</translation>
    </message>
    <message>
        <source>Reading the columns…</source>
        <translation>正在读取列…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂不</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Query whose rows are copied</source>
        <translation>要复制其结果的查询</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Into</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>E&amp;xisting</source>
        <translation>已有(&amp;X)</translation>
    </message>
    <message>
        <source>&amp;New</source>
        <translation>新建(&amp;N)</translation>
    </message>
    <message>
        <source>Schema</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>stop at a key that is there</source>
        <translation>遇到已存在的键即停止</translation>
    </message>
    <message>
        <source>skip: the row that was first stays</source>
        <translation>跳过：保留先有的行</translation>
    </message>
    <message>
        <source>update: the row that is last wins</source>
        <translation>更新：以最后的行为准</translation>
    </message>
    <message>
        <source>ANALYZE at the end</source>
        <translation>最后执行 ANALYZE</translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>By the key</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Columns that are copied</source>
        <translation>要复制的列</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>返回(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
</context>
<context>
    <name>quiver::ui::DdlPane</name>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
</context>
<context>
    <name>quiver::ui::DraftsPane</name>
    <message>
        <source>Name of the migration</source>
        <translation>迁移名称</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>形式</translation>
    </message>
    <message>
        <source>Alembic revisions</source>
        <translation>Alembic 修订</translation>
    </message>
    <message>
        <source>Flyway&apos;s files</source>
        <translation>Flyway 文件</translation>
    </message>
    <message>
        <source>One SQL script</source>
        <translation>单个 SQL 脚本</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>选择(&amp;H)…</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Form</source>
        <comment>of an export</comment>
        <translation>形式(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Into</source>
        <translation>目标(&amp;I)</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Files that will be written</source>
        <translation>将写入的文件</translation>
    </message>
    <message>
        <source>Text of the file</source>
        <translation>文件内容</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>返回(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Write the files</source>
        <translation>写入文件(&amp;W)</translation>
    </message>
    <message>
        <source>Save as a migration: %1</source>
        <translation>另存为迁移：%1</translation>
    </message>
    <message>
        <source>New migration</source>
        <translation>新建迁移</translation>
    </message>
    <message>
        <source>Export for another tool</source>
        <translation>为其他工具导出</translation>
    </message>
</context>
<context>
    <name>quiver::ui::EmbeddingEdit</name>
    <message>
        <source>any; its name sets the dimensions</source>
        <translation>任意；名称决定维数</translation>
    </message>
    <message>
        <source>as the type has it</source>
        <translation>按类型默认</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Dimensions</source>
        <translation>维数</translation>
    </message>
    <message>
        <source>More options</source>
        <translation>更多选项</translation>
    </message>
    <message>
        <source>Required</source>
        <translation>必填</translation>
    </message>
    <message>
        <source>Only vectors of length 1</source>
        <translation>仅限单位长度向量</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>存储</translation>
    </message>
    <message>
        <source>Remove this embedding column</source>
        <translation>移除此嵌入列</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ExportColumnsModel</name>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ExportTab</name>
    <message>
        <source>What is written</source>
        <translation>写入的内容</translation>
    </message>
    <message>
        <source>Choose the table to export.</source>
        <translation>选择要导出的表。</translation>
    </message>
    <message>
        <source>Reading the columns…</source>
        <translation>正在读取列…</translation>
    </message>
    <message>
        <source>Tick the columns to write.</source>
        <translation>勾选要写入的列。</translation>
    </message>
    <message>
        <source>Choose the file to write.</source>
        <translation>选择要写入的文件。</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭提示</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>JSON lines</source>
        <translation>JSON 行</translation>
    </message>
    <message>
        <source>Names in the first line</source>
        <translation>首行写列名</translation>
    </message>
    <message>
        <source>Half precision (float16)</source>
        <translation>半精度 (float16)</translation>
    </message>
    <message>
        <source>Leave out rows without a vector</source>
        <translation>跳过没有向量的行</translation>
    </message>
    <message>
        <source>Other columns into a CSV beside it</source>
        <translation>其他列写入旁边的 CSV</translation>
    </message>
    <message>
        <source>Vector column</source>
        <translation>向量列</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>File to write</source>
        <translation>要写入的文件</translation>
    </message>
    <message>
        <source>&amp;All</source>
        <translation>全选(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;None</source>
        <translation>全不选(&amp;N)</translation>
    </message>
    <message>
        <source>Columns that are written</source>
        <translation>要写入的列</translation>
    </message>
    <message>
        <source>Progress of the export</source>
        <translation>导出进度</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>导出(&amp;E)</translation>
    </message>
    <message>
        <source>End it now</source>
        <translation>立即结束</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ExtensionPage</name>
    <message>
        <source>Copy the command</source>
        <translation>复制命令</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>数据库</translation>
    </message>
    <message>
        <source>In it</source>
        <translation>库中</translation>
    </message>
    <message>
        <source>On the host</source>
        <translation>主机上</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>库文件</translation>
    </message>
    <message>
        <source>Nothing has to be done</source>
        <translation>无需操作</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>正在查看…</translation>
    </message>
    <message>
        <source>The server&apos;s host has no files of pgvector: it has to be installed there first.</source>
        <translation>服务器主机上没有 pgvector 的文件：需要先在那里安装。</translation>
    </message>
    <message>
        <source>pgvector is not in this database yet. Create it to have vector columns.</source>
        <translation>此数据库中还没有 pgvector。创建后即可使用向量列。</translation>
    </message>
    <message>
        <source>pgvector is in this database, but its library cannot be used.</source>
        <translation>此数据库中有 pgvector，但其库文件无法使用。</translation>
    </message>
    <message>
        <source>pgvector %1 is in this database; the host has the newer %2.</source>
        <translation>此数据库中是 pgvector %1；主机上有更新的 %2。</translation>
    </message>
    <message>
        <source>pgvector %1 is in this database, as new as the host has it.</source>
        <translation>此数据库中是 pgvector %1，与主机上的版本一样新。</translation>
    </message>
    <message>
        <source>works and fits the extension</source>
        <translation>可用，且与扩展相符</translation>
    </message>
    <message>
        <source>not created</source>
        <translation>未创建</translation>
    </message>
    <message>
        <source>not installed</source>
        <translation>未安装</translation>
    </message>
    <message>
        <source>Create it in this database</source>
        <translation>在此数据库中创建</translation>
    </message>
    <message>
        <source>Update it to what the host has</source>
        <translation>更新到主机上的版本</translation>
    </message>
    <message>
        <source>Move it to another schema</source>
        <translation>移到另一个模式</translation>
    </message>
    <message>
        <source>There is nothing to do: pgvector is as new as the host has it.</source>
        <translation>无需操作：pgvector 与主机上的版本一样新。</translation>
    </message>
    <message>
        <source>Create pgvector</source>
        <translation>创建 pgvector</translation>
    </message>
    <message>
        <source>Update pgvector</source>
        <translation>更新 pgvector</translation>
    </message>
    <message>
        <source>Move pgvector</source>
        <translation>移动 pgvector</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ForecastCard</name>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Forecast</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Size on disk</source>
        <translation>磁盘占用</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Build time</source>
        <translation>构建时间</translation>
    </message>
    <message>
        <source>Workers</source>
        <translation>工作进程</translation>
    </message>
    <message>
        <source>Rows now</source>
        <translation>当前行数</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>空间</translation>
    </message>
    <message>
        <source>Locks</source>
        <translation>锁</translation>
    </message>
</context>
<context>
    <name>quiver::ui::FoundModel</name>
    <message>
        <source>view</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>materialized view</source>
        <translation>物化视图</translation>
    </message>
</context>
<context>
    <name>quiver::ui::GeneralPage</name>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>quiver::ui::HealthMark</name>
    <message>
        <source>lost</source>
        <translation>丢失</translation>
    </message>
</context>
<context>
    <name>quiver::ui::HistoryModel</name>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
</context>
<context>
    <name>quiver::ui::HowCard</name>
    <message>
        <source>Rows that do not fit</source>
        <translation>不合格的行</translation>
    </message>
    <message>
        <source>Speed and safety</source>
        <translation>速度与安全</translation>
    </message>
    <message>
        <source>stop at the first bad row</source>
        <translation>遇到第一个坏行即停止</translation>
    </message>
    <message>
        <source>write bad rows to a file and go on</source>
        <translation>将坏行写入文件并继续</translation>
    </message>
    <message>
        <source>stop at a key that is there</source>
        <translation>遇到已存在的键即停止</translation>
    </message>
    <message>
        <source>skip: the row that was first stays</source>
        <translation>跳过：保留先有的行</translation>
    </message>
    <message>
        <source>update: the row that is last wins</source>
        <translation>更新：以最后的行为准</translation>
    </message>
    <message>
        <source>Bad rows</source>
        <translation>坏行</translation>
    </message>
    <message>
        <source>Their file</source>
        <translation>坏行文件</translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>By the key</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>commit in batches</source>
        <translation>分批提交</translation>
    </message>
    <message>
        <source>one transaction: all or nothing</source>
        <translation>单个事务：全部或全无</translation>
    </message>
    <message>
        <source>Commit</source>
        <translation>提交</translation>
    </message>
    <message>
        <source>Build indexes afterwards</source>
        <translation>之后再建索引</translation>
    </message>
    <message>
        <source>Unlogged while it is loaded</source>
        <translation>加载期间不记 WAL</translation>
    </message>
    <message>
        <source>Move the sequence past the keys</source>
        <translation>将序列移到键之后</translation>
    </message>
    <message>
        <source>ANALYZE at the end</source>
        <translation>最后执行 ANALYZE</translation>
    </message>
</context>
<context>
    <name>quiver::ui::IndexBuildPage</name>
    <message>
        <source>Calibrate</source>
        <translation>校准</translation>
    </message>
    <message>
        <source>&amp;Back to the index</source>
        <translation>返回索引(&amp;B)</translation>
    </message>
    <message>
        <source>Looking at the rows…</source>
        <translation>正在查看行…</translation>
    </message>
    <message>
        <source>&amp;Calibrate…</source>
        <translation>校准(&amp;C)…</translation>
    </message>
    <message>
        <source>Build index</source>
        <translation>构建索引</translation>
    </message>
    <message>
        <source>Reading the table…</source>
        <translation>正在读取表…</translation>
    </message>
    <message>
        <source>There is nothing to do.</source>
        <translation>没有要做的事。</translation>
    </message>
    <message>
        <source>Take &amp;off the list</source>
        <translation>移出列表(&amp;O)</translation>
    </message>
    <message>
        <source>Add &amp;it to a queue</source>
        <translation>加入队列(&amp;I)</translation>
    </message>
</context>
<context>
    <name>quiver::ui::IndexDetail</name>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Scans</source>
        <translation>扫描次数</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>最近使用</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>Drop…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Rebuild…</source>
        <translation>重建…</translation>
    </message>
    <message>
        <source>Change options…</source>
        <translation>更改选项…</translation>
    </message>
    <message>
        <source>Vacuum…</source>
        <translation>清理…</translation>
    </message>
    <message>
        <source>&amp;Watch the build</source>
        <translation>查看构建(&amp;W)</translation>
    </message>
    <message>
        <source>Shows how far it is</source>
        <translation>显示进度</translation>
    </message>
    <message>
        <source>Re&amp;pair…</source>
        <translation>修复(&amp;P)…</translation>
    </message>
    <message>
        <source>&amp;Rebuild…</source>
        <translation>重建(&amp;R)…</translation>
    </message>
    <message>
        <source>&amp;Vacuum…</source>
        <translation>清理(&amp;V)…</translation>
    </message>
    <message>
        <source>What else can be done to it</source>
        <translation>其他操作</translation>
    </message>
    <message>
        <source>&amp;Analyze its table…</source>
        <translation>分析其表(&amp;A)…</translation>
    </message>
    <message>
        <source>Pre&amp;warm…</source>
        <translation>预热(&amp;W)…</translation>
    </message>
    <message>
        <source>Reads it into shared_buffers</source>
        <translation>读入 shared_buffers</translation>
    </message>
    <message>
        <source>Change &amp;options…</source>
        <translation>更改选项(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Move to a tablespace…</source>
        <translation>移到表空间(&amp;M)…</translation>
    </message>
    <message>
        <source>Re&amp;name…</source>
        <translation>重命名(&amp;N)…</translation>
    </message>
    <message>
        <source>Another index on its &amp;column…</source>
        <translation>在该列上另建索引(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Drop…</source>
        <translation>删除(&amp;D)…</translation>
    </message>
    <message>
        <source>Definition</source>
        <translation>定义</translation>
    </message>
    <message>
        <source>Copy the definition</source>
        <translation>复制定义</translation>
    </message>
    <message>
        <source>Ask the planner</source>
        <translation>询问规划器</translation>
    </message>
    <message>
        <source>%1 a row</source>
        <translation>每行 %1</translation>
    </message>
    <message>
        <source>about %1 of %2</source>
        <translation>约 %1 / %2</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>约 %1</translation>
    </message>
    <message>
        <source>Built anew</source>
        <translation>重建后</translation>
    </message>
    <message>
        <source>never, as far as was counted</source>
        <translation>统计期间从未</translation>
    </message>
    <message>
        <source>Dead rows</source>
        <translation>死元组</translation>
    </message>
    <message>
        <source>Vacuumed</source>
        <translation>上次清理</translation>
    </message>
    <message>
        <source>Part of</source>
        <translation>所属</translation>
    </message>
</context>
<context>
    <name>quiver::ui::IndexListModel</name>
    <message>
        <source>locked</source>
        <translation>已锁定</translation>
    </message>
    <message>
        <source>Index</source>
        <translation>索引</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>发现</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Scans</source>
        <translation>扫描次数</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Opclass</source>
        <translation>操作符类</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>Size/row</source>
        <translation>每行大小</translation>
    </message>
    <message>
        <source>Tuples</source>
        <translation>元组数</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>最近使用</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>缓存</translation>
    </message>
</context>
<context>
    <name>quiver::ui::IndexListPage</name>
    <message>
        <source>All indexes</source>
        <translation>全部索引</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>%1 more</source>
        <translation>还有 %1 项</translation>
    </message>
    <message>
        <source>Repair…</source>
        <translation>修复…</translation>
    </message>
    <message>
        <source>Reading the indexes…</source>
        <translation>正在读取索引…</translation>
    </message>
    <message>
        <source>Nothing could be read.</source>
        <translation>无法读取。</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>1 index</source>
        <translation>1 个索引</translation>
    </message>
    <message>
        <source>%1 indexes</source>
        <translation>%1 个索引</translation>
    </message>
    <message>
        <source>Asking the planner…</source>
        <translation>正在询问规划器…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>创建</translation>
    </message>
    <message>
        <source>“%1” is running.</source>
        <translation>“%1”正在运行。</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>&amp;Build an index</source>
        <translation>构建索引(&amp;B)</translation>
    </message>
    <message>
        <source>Filter the indexes</source>
        <translation>筛选索引</translation>
    </message>
    <message>
        <source>Which indexes</source>
        <translation>哪些索引</translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation>全部种类</translation>
    </message>
    <message>
        <source>Approximate</source>
        <translation>近似索引</translation>
    </message>
    <message>
        <source>With findings</source>
        <translation>有发现的</translation>
    </message>
    <message>
        <source>Read the indexes again (F5)</source>
        <translation>重新读取索引 (F5)</translation>
    </message>
    <message>
        <source>Indexes</source>
        <translation>索引</translation>
    </message>
</context>
<context>
    <name>quiver::ui::IndexWords</name>
    <message>
        <source>valid</source>
        <translation>有效</translation>
    </message>
    <message>
        <source>duplicate</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>part of another</source>
        <translation>包含于另一索引</translation>
    </message>
    <message>
        <source>unused</source>
        <translation>未使用</translation>
    </message>
    <message>
        <source>swollen</source>
        <translation>膨胀</translation>
    </message>
    <message>
        <source>drifted</source>
        <translation>漂移</translation>
    </message>
    <message>
        <source>dead rows</source>
        <translation>死元组</translation>
    </message>
    <message>
        <source>being built</source>
        <translation>构建中</translation>
    </message>
    <message>
        <source>not ready</source>
        <translation>未就绪</translation>
    </message>
    <message>
        <source>primary key</source>
        <translation>主键</translation>
    </message>
    <message>
        <source>unique</source>
        <translation>唯一</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>刚刚</translation>
    </message>
    <message>
        <source>%1 minutes ago</source>
        <translation>%1 分钟前</translation>
    </message>
    <message>
        <source>today, %1</source>
        <translation>今天 %1</translation>
    </message>
    <message>
        <source>yesterday, %1</source>
        <translation>昨天 %1</translation>
    </message>
</context>
<context>
    <name>quiver::ui::IndexesScreen</name>
    <message>
        <source>Indexes</source>
        <translation>索引</translation>
    </message>
    <message>
        <source>Build and keep indexes</source>
        <translation>构建和维护索引</translation>
    </message>
    <message>
        <source>New index</source>
        <translation>新建索引</translation>
    </message>
    <message>
        <source>Choose what is indexed and how, see what it will come to, build it</source>
        <translation>选择索引对象和方式，查看预测，然后构建</translation>
    </message>
    <message>
        <source>Builds</source>
        <translation>构建</translation>
    </message>
    <message>
        <source>What is being built, how long it still takes, and what was built before</source>
        <translation>正在构建的内容、剩余时间以及以往的构建</translation>
    </message>
    <message numerus="yes">
        <source>%n index(es) being built</source>
        <translation>
            <numerusform>正在构建 %n 个索引</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>quiver::ui::JournalModel</name>
    <message>
        <source>undone</source>
        <translation>已撤销</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>中断</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
</context>
<context>
    <name>quiver::ui::JournalPage</name>
    <message>
        <source>It was undone at %1.</source>
        <translation>已于 %1 撤销。</translation>
    </message>
    <message>
        <source>It is being undone just now.</source>
        <translation>正在被撤销。</translation>
    </message>
    <message>
        <source>A later run went on from there: undo that one, and both are taken back.</source>
        <translation>后来的一次运行从此处继续：撤销那一次，两者都会被撤销。</translation>
    </message>
    <message>
        <source>%1 more</source>
        <translation>还有 %1 项</translation>
    </message>
    <message>
        <source>Choose a change to see what it did.</source>
        <translation>选择一项变更以查看其内容。</translation>
    </message>
    <message>
        <source>Search the journal</source>
        <translation>搜索日志</translation>
    </message>
    <message>
        <source>Changes, newest first</source>
        <translation>变更，最新的在前</translation>
    </message>
    <message>
        <source>Nothing was changed so far. What you apply is listed here, newest first.</source>
        <translation>目前没有任何变更。您应用的内容会列在这里，最新的在前。</translation>
    </message>
    <message>
        <source>No change holds these words.</source>
        <translation>没有包含这些词的变更。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>This is running.</source>
        <translation>正在运行。</translation>
    </message>
    <message>
        <source>This was done on %1: open that connection to undo it or to run it again.</source>
        <translation>这是在 %1 上完成的：打开该连接以撤销或再次运行。</translation>
    </message>
</context>
<context>
    <name>quiver::ui::LiveChart</name>
    <message>
        <source>now</source>
        <translation>当前</translation>
    </message>
</context>
<context>
    <name>quiver::ui::LoadScreen</name>
    <message>
        <source>Load</source>
        <translation>加载</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Load a file…</source>
        <translation>加载文件…</translation>
    </message>
    <message>
        <source>Export a table…</source>
        <translation>导出表…</translation>
    </message>
    <message>
        <source>Load and export rows and vectors</source>
        <translation>加载和导出行与向量</translation>
    </message>
</context>
<context>
    <name>quiver::ui::LoadTab</name>
    <message>
        <source>Drop the file to load it</source>
        <translation>拖放文件以加载</translation>
    </message>
    <message>
        <source>Load a file</source>
        <translation>加载文件</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Loading %1 into %2</source>
        <translation>正在将 %1 加载到 %2</translation>
    </message>
    <message>
        <source>The file holds no rows.</source>
        <translation>文件中没有行。</translation>
    </message>
    <message>
        <source>all %1</source>
        <translation>全部 %1</translation>
    </message>
    <message>
        <source>the first %1</source>
        <translation>前 %1</translation>
    </message>
    <message>
        <source>%1 of them cannot be loaded</source>
        <translation>其中 %1 行无法加载</translation>
    </message>
    <message>
        <source>Reading the file…</source>
        <translation>正在读取文件…</translation>
    </message>
    <message>
        <source>Looking at the table…</source>
        <translation>正在查看表…</translation>
    </message>
    <message>
        <source>The new table needs a name.</source>
        <translation>新表需要一个名称。</translation>
    </message>
    <message>
        <source>Choose the table to load into.</source>
        <translation>选择要加载到的表。</translation>
    </message>
    <message>
        <source>%1 into %2</source>
        <comment>a number of rows</comment>
        <translation>%1 到 %2</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>继续(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Load</source>
        <translation>加载(&amp;L)</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>加载</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂不</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Forget it</source>
        <translation>遗忘它</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>以后</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Load rows and vectors</source>
        <translation>加载行与向量</translation>
    </message>
    <message>
        <source>&amp;Open a file…</source>
        <translation>打开文件(&amp;O)…</translation>
    </message>
    <message>
        <source>From another &amp;table or server…</source>
        <translation>来自其他表或服务器(&amp;T)…</translation>
    </message>
    <message>
        <source>The first rows of the file</source>
        <translation>文件的前几行</translation>
    </message>
    <message>
        <source>First rows</source>
        <translation>前几行</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>What &amp;will run</source>
        <translation>将要运行的内容(&amp;W)</translation>
    </message>
    <message>
        <source>Go to the first pro&amp;blem</source>
        <translation>转到第一个问题(&amp;B)</translation>
    </message>
</context>
<context>
    <name>quiver::ui::MigrationFilePane</name>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <source>Dis&amp;card edits</source>
        <translation>放弃修改(&amp;C)</translation>
    </message>
    <message>
        <source>Up</source>
        <comment>the file that applies a migration</comment>
        <translation>升级</translation>
    </message>
    <message>
        <source>Down</source>
        <comment>the file that takes a migration back</comment>
        <translation>降级</translation>
    </message>
    <message>
        <source>Text of the file</source>
        <translation>文件内容</translation>
    </message>
    <message>
        <source>Edited, not saved</source>
        <translation>已修改，未保存</translation>
    </message>
    <message>
        <source>Runs in one transaction</source>
        <translation>在一个事务中运行</translation>
    </message>
    <message>
        <source>Runs outside of a transaction</source>
        <translation>在事务之外运行</translation>
    </message>
    <message>
        <source>Save a migration</source>
        <translation>保存迁移</translation>
    </message>
</context>
<context>
    <name>quiver::ui::MigrationsModel</name>
    <message>
        <source>Migration</source>
        <translation>迁移</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>When</source>
        <comment>a migration ran</comment>
        <translation>时间</translation>
    </message>
    <message>
        <source>Took</source>
        <comment>how long a migration ran</comment>
        <translation>用时</translation>
    </message>
    <message>
        <source>By</source>
        <comment>who ran a migration</comment>
        <translation>执行者</translation>
    </message>
    <message>
        <source>Runs outside of a transaction</source>
        <translation>在事务之外运行</translation>
    </message>
    <message>
        <source>Cannot be taken back</source>
        <translation>无法撤回</translation>
    </message>
</context>
<context>
    <name>quiver::ui::MigrationsPage</name>
    <message>
        <source>Folder of the migrations</source>
        <translation>迁移文件夹</translation>
    </message>
    <message>
        <source>Read the migrations</source>
        <translation>读取迁移</translation>
    </message>
    <message>
        <source>Make it</source>
        <translation>创建</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message numerus="yes">
        <source>R&amp;un %n pending</source>
        <translation>
            <numerusform>运行 %n 个待应用(&amp;U)</numerusform>
        </translation>
    </message>
    <message>
        <source>R&amp;un all pending</source>
        <translation>运行全部待应用(&amp;U)</translation>
    </message>
    <message>
        <source>no history in this database yet</source>
        <translation>此数据库尚无历史</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>“%1” is running</source>
        <translation>“%1”正在运行</translation>
    </message>
    <message>
        <source>A folder of 0001_name.up.sql files</source>
        <translation>存放 0001_name.up.sql 文件的文件夹</translation>
    </message>
    <message>
        <source>Fo&amp;lder</source>
        <translation>文件夹(&amp;L)</translation>
    </message>
    <message>
        <source>Choose the folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>H&amp;istory</source>
        <translation>历史表(&amp;I)</translation>
    </message>
    <message>
        <source>Ne&amp;w</source>
        <translation>新建(&amp;W)</translation>
    </message>
    <message>
        <source>Write an empty pair of files, to be filled in here or anywhere</source>
        <translation>写入一对空文件，可在此处或别处填写</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>导出(&amp;E)</translation>
    </message>
    <message>
        <source>Write them for Alembic, Flyway, or as one script</source>
        <translation>写成 Alembic、Flyway 或单个脚本</translation>
    </message>
    <message>
        <source>Read the folder and the history again (F5)</source>
        <translation>重新读取文件夹和历史 (F5)</translation>
    </message>
    <message>
        <source>Read the folder and the history again</source>
        <translation>重新读取文件夹和历史</translation>
    </message>
    <message>
        <source>Migrations</source>
        <translation>迁移</translation>
    </message>
    <message>
        <source>Run the &amp;next one only</source>
        <translation>只运行下一个(&amp;N)</translation>
    </message>
    <message>
        <source>Go up or down &amp;to the chosen one</source>
        <translation>升级或降级到所选(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Dry run</source>
        <translation>试运行(&amp;D)</translation>
    </message>
    <message>
        <source>Ta&amp;ke back the newest</source>
        <translation>撤回最新的(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Repair…</source>
        <translation>修复(&amp;R)…</translation>
    </message>
    <message>
        <source>&amp;More</source>
        <translation>更多(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Choose a folder</source>
        <translation>选择文件夹(&amp;C)</translation>
    </message>
    <message>
        <source>Repair…</source>
        <translation>修复…</translation>
    </message>
    <message>
        <source>Nothing was run.</source>
        <translation>未运行任何内容。</translation>
    </message>
    <message>
        <source>Do not run it</source>
        <translation>不执行</translation>
    </message>
    <message>
        <source>There is nothing to run.</source>
        <translation>没有需要运行的。</translation>
    </message>
    <message>
        <source>Take migrations back</source>
        <translation>撤回迁移</translation>
    </message>
    <message>
        <source>Run migrations</source>
        <translation>运行迁移</translation>
    </message>
    <message>
        <source>Dry run</source>
        <translation>试运行</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Note as applied</source>
        <translation>记为已应用</translation>
    </message>
    <message>
        <source>Baseline of migrations</source>
        <translation>迁移基线</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>修复</translation>
    </message>
    <message>
        <source>Changes as numbered SQL files, and which of them the database has</source>
        <translation>以编号 SQL 文件保存的变更，以及数据库已应用了哪些</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ModelChangePage</name>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>&amp;Column</source>
        <translation>列(&amp;C)</translation>
    </message>
    <message>
        <source>New model</source>
        <translation>新模型</translation>
    </message>
    <message>
        <source>any; its name sets the dimensions</source>
        <translation>任意；名称决定维数</translation>
    </message>
    <message>
        <source>New &amp;model</source>
        <translation>新模型(&amp;M)</translation>
    </message>
    <message>
        <source>New type</source>
        <translation>新类型</translation>
    </message>
    <message>
        <source>New dimensions</source>
        <translation>新维数</translation>
    </message>
    <message>
        <source>New t&amp;ype</source>
        <translation>新类型(&amp;Y)</translation>
    </message>
    <message>
        <source>Where the new vectors come from</source>
        <translation>新向量的来源</translation>
    </message>
    <message>
        <source>Vectors &amp;from</source>
        <translation>向量来源(&amp;F)</translation>
    </message>
    <message>
        <source>At length one again</source>
        <translation>重新归一化</translation>
    </message>
    <message>
        <source>Expression in SQL</source>
        <translation>SQL 表达式</translation>
    </message>
    <message>
        <source>&amp;Expression</source>
        <translation>表达式(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Other table</source>
        <translation>另一个表(&amp;O)</translation>
    </message>
    <message>
        <source>Its vectors</source>
        <translation>其向量</translation>
    </message>
    <message>
        <source>&amp;Joined by</source>
        <translation>连接条件(&amp;J)</translation>
    </message>
    <message>
        <source>&amp;Keep both in step until the swap</source>
        <translation>交换前保持两列同步(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Swap the columns in the end</source>
        <translation>最后交换两列(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Leave these with the old column:</source>
        <translation>将这些留给旧列(&amp;L)：</translation>
    </message>
    <message>
        <source>&amp;Drop the old vectors afterwards</source>
        <translation>之后删除旧向量(&amp;D)</translation>
    </message>
    <message>
        <source>This cannot be undone</source>
        <translation>此操作无法撤销</translation>
    </message>
    <message>
        <source>More options</source>
        <translation>更多选项</translation>
    </message>
    <message>
        <source>New column</source>
        <translation>新列</translation>
    </message>
    <message>
        <source>Old column</source>
        <translation>旧列</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>注释</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>存储</translation>
    </message>
    <message>
        <source>as the type has it</source>
        <translation>按类型默认</translation>
    </message>
    <message>
        <source>Rows per transaction</source>
        <translation>每个事务的行数</translation>
    </message>
    <message>
        <source>Rows at a time</source>
        <translation>每批行数</translation>
    </message>
    <message>
        <source>an expression of the row</source>
        <translation>行的表达式</translation>
    </message>
    <message>
        <source>another table</source>
        <translation>另一个表</translation>
    </message>
    <message>
        <source>Change model</source>
        <translation>更换模型</translation>
    </message>
</context>
<context>
    <name>quiver::ui::NavigationRail</name>
    <message>
        <source>Screens</source>
        <translation>界面</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
</context>
<context>
    <name>quiver::ui::NewTableForm</name>
    <message>
        <source>not at all</source>
        <translation>不分区</translation>
    </message>
    <message>
        <source>by hash, evenly</source>
        <translation>按哈希，均匀</translation>
    </message>
    <message>
        <source>by lists of values</source>
        <translation>按值列表</translation>
    </message>
    <message>
        <source>by ranges</source>
        <translation>按范围</translation>
    </message>
</context>
<context>
    <name>quiver::ui::NewTablePage</name>
    <message>
        <source>Create table</source>
        <translation>创建表</translation>
    </message>
    <message>
        <source>See what pgvector needs…</source>
        <translation>查看 pgvector 需要什么…</translation>
    </message>
</context>
<context>
    <name>quiver::ui::OutageBar</name>
    <message>
        <source>Dismiss</source>
        <translation>关闭提示</translation>
    </message>
</context>
<context>
    <name>quiver::ui::PartitionsEdit</name>
    <message>
        <source>Add a &amp;partition</source>
        <translation>添加分区(&amp;P)</translation>
    </message>
    <message>
        <source>Add a partition</source>
        <translation>添加分区</translation>
    </message>
    <message>
        <source>Remove this partition</source>
        <translation>移除此分区</translation>
    </message>
    <message>
        <source>values, with commas between them</source>
        <translation>各值，以逗号分隔</translation>
    </message>
    <message>
        <source>from</source>
        <translation>从</translation>
    </message>
    <message>
        <source>to, not included</source>
        <translation>到（不含）</translation>
    </message>
</context>
<context>
    <name>quiver::ui::PasswordDialog</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>quiver::ui::PhaseBars</name>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>quiver::ui::PoolPage</name>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
</context>
<context>
    <name>quiver::ui::PoolSessionsModel</name>
    <message>
        <source>failed</source>
        <comment>state of a transaction</comment>
        <translation>失败</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Transaction</source>
        <translation>事务</translation>
    </message>
</context>
<context>
    <name>quiver::ui::PoolSettingsBar</name>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
</context>
<context>
    <name>quiver::ui::RepairPane</name>
    <message>
        <source>SQL that will be run</source>
        <translation>将要执行的 SQL</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>返回(&amp;B)</translation>
    </message>
</context>
<context>
    <name>quiver::ui::RowFieldEdit</name>
    <message>
        <source>required</source>
        <translation>必填</translation>
    </message>
</context>
<context>
    <name>quiver::ui::RowPage</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>quiver::ui::RowVectorTools</name>
    <message>
        <source>%1 dimensions</source>
        <translation>%1 维</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
</context>
<context>
    <name>quiver::ui::RowsChoice</name>
    <message>
        <source>&amp;Table</source>
        <translation>表(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Query</source>
        <translation>查询(&amp;Q)</translation>
    </message>
    <message>
        <source>One query that returns rows</source>
        <translation>一个返回行的查询</translation>
    </message>
</context>
<context>
    <name>quiver::ui::RunPage</name>
    <message>
        <source>Progress of the load</source>
        <translation>加载进度</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Rows per second</source>
        <translation>每秒行数</translation>
    </message>
    <message>
        <source>To the server</source>
        <translation>已发送</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>剩余时间</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Open the file</source>
        <translation>打开文件(&amp;O)</translation>
    </message>
    <message>
        <source>Rejected rows</source>
        <translation>被拒绝的行</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>End it now</source>
        <translation>立即结束</translation>
    </message>
    <message>
        <source>&amp;Back to the set-up</source>
        <translation>返回设置(&amp;B)</translation>
    </message>
    <message>
        <source>Go on where it &amp;stopped</source>
        <translation>从停止处继续(&amp;S)</translation>
    </message>
    <message>
        <source>First 100 &amp;rows</source>
        <translation>前 100 行(&amp;R)</translation>
    </message>
    <message>
        <source>Load &amp;another file</source>
        <translation>加载另一个文件(&amp;A)</translation>
    </message>
    <message>
        <source>%1 into %2</source>
        <comment>a file into a table</comment>
        <translation>%1 到 %2</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>The row that stopped it</source>
        <translation>导致停止的行</translation>
    </message>
    <message>
        <source>1 rejected row</source>
        <translation>1 个被拒绝的行</translation>
    </message>
    <message>
        <source>%1 rejected rows</source>
        <translation>%1 个被拒绝的行</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>quiver::ui::SchemaScreen</name>
    <message>
        <source>Schema</source>
        <translation>结构</translation>
    </message>
    <message>
        <source>Shape a database</source>
        <translation>塑造数据库结构</translation>
    </message>
    <message>
        <source>Change journal</source>
        <translation>变更日志</translation>
    </message>
    <message>
        <source>What was changed so far, and taking it back</source>
        <translation>至今所做的变更，以及如何撤销</translation>
    </message>
    <message>
        <source>New vector table</source>
        <translation>新建向量表</translation>
    </message>
    <message>
        <source>Add a vector column</source>
        <translation>添加向量列</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>存储</translation>
    </message>
    <message>
        <source>Change model</source>
        <translation>更换模型</translation>
    </message>
    <message>
        <source>The extension in this database: create, update, move</source>
        <translation>此数据库中的扩展：创建、更新、移动</translation>
    </message>
    <message>
        <source>Texts, embeddings and what belongs to them</source>
        <translation>文本、嵌入向量及相关内容</translation>
    </message>
    <message>
        <source>To a table that exists, without keeping anybody waiting</source>
        <translation>添加到已有的表，不让任何人等待</translation>
    </message>
    <message>
        <source>Where a column&apos;s vectors are kept, and what that comes to</source>
        <translation>列中向量的存放位置及其影响</translation>
    </message>
    <message>
        <source>Another model, type or dimensions while the table is in use</source>
        <translation>在表使用期间更换模型、类型或维数</translation>
    </message>
</context>
<context>
    <name>quiver::ui::SessionPage</name>
    <message>
        <source>Setting</source>
        <translation>设置项</translation>
    </message>
</context>
<context>
    <name>quiver::ui::SettingsAdviceModel</name>
    <message>
        <source>waits for a restart</source>
        <translation>等待重启</translation>
    </message>
    <message>
        <source>after a restart</source>
        <translation>重启后</translation>
    </message>
    <message>
        <source>for new sessions</source>
        <translation>对新会话</translation>
    </message>
    <message>
        <source>after a reload</source>
        <translation>重新加载后</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>保持不变</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>设置项</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>当前</translation>
    </message>
    <message>
        <source>Advised</source>
        <translation>建议</translation>
    </message>
    <message>
        <source>It counts</source>
        <translation>生效</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
</context>
<context>
    <name>quiver::ui::SettingsAdvicePage</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>For what they are set</source>
        <translation>设置的范围</translation>
    </message>
    <message>
        <source>&amp;Set the chosen ones…</source>
        <translation>设置所选项(&amp;S)…</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>For the server</source>
        <translation>为整个服务器</translation>
    </message>
    <message>
        <source>For the database %1</source>
        <translation>为数据库 %1</translation>
    </message>
    <message>
        <source>Looking at the server…</source>
        <translation>正在查看服务器…</translation>
    </message>
    <message>
        <source>There is no approximate index yet.</source>
        <translation>还没有近似索引。</translation>
    </message>
    <message>
        <source>1 approximate index</source>
        <translation>1 个近似索引</translation>
    </message>
    <message>
        <source>%1 approximate indexes</source>
        <translation>%1 个近似索引</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>quiver::ui::SlowQueriesModel</name>
    <message>
        <source>Rows for each call</source>
        <translation>每次调用的行数</translation>
    </message>
    <message>
        <source>Statement</source>
        <translation>语句</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>调用次数</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Of all time</source>
        <translation>占总时间</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Cache hits</source>
        <translation>缓存命中</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
</context>
<context>
    <name>quiver::ui::SlowQueriesPage</name>
    <message>
        <source>Slow queries</source>
        <translation>慢查询</translation>
    </message>
    <message>
        <source>Filter the statements</source>
        <translation>筛选语句</translation>
    </message>
    <message>
        <source>Re&amp;set…</source>
        <translation>重置(&amp;S)…</translation>
    </message>
    <message>
        <source>Read the counts again (F5)</source>
        <translation>重新读取计数 (F5)</translation>
    </message>
    <message>
        <source>The statement</source>
        <translation>语句</translation>
    </message>
    <message>
        <source>&amp;Forget its counts…</source>
        <translation>清除其计数(&amp;F)…</translation>
    </message>
    <message>
        <source>Open in the console with &amp;EXPLAIN</source>
        <translation>在控制台中用 EXPLAIN 打开(&amp;E)</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Create it…</source>
        <translation>创建…</translation>
    </message>
    <message>
        <source>Reading what the server counted…</source>
        <translation>正在读取服务器的计数…</translation>
    </message>
    <message>
        <source>Nothing could be read.</source>
        <translation>无法读取。</translation>
    </message>
    <message>
        <source>1 call</source>
        <translation>1 次调用</translation>
    </message>
    <message>
        <source>%1 calls</source>
        <translation>%1 次调用</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>创建</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>遗忘</translation>
    </message>
</context>
<context>
    <name>quiver::ui::SourceCard</name>
    <message>
        <source>1 field</source>
        <translation>1 个字段</translation>
    </message>
    <message>
        <source>%1 fields</source>
        <translation>%1 个字段</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Open another…</source>
        <translation>打开另一个…</translation>
    </message>
    <message>
        <source>as guessed</source>
        <translation>按推测</translation>
    </message>
    <message>
        <source>has names</source>
        <translation>含列名</translation>
    </message>
    <message>
        <source>is a row</source>
        <translation>是数据行</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Separator</source>
        <translation>分隔符</translation>
    </message>
    <message>
        <source>Quote</source>
        <translation>引号</translation>
    </message>
    <message>
        <source>First line</source>
        <translation>首行</translation>
    </message>
    <message>
        <source>NULL is written</source>
        <translation>NULL 的写法</translation>
    </message>
    <message>
        <source>Dataset</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
</context>
<context>
    <name>quiver::ui::SqlEditorFindBar</name>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
</context>
<context>
    <name>quiver::ui::StepsPage</name>
    <message>
        <source>Steps of the load</source>
        <translation>加载的步骤</translation>
    </message>
    <message>
        <source>SQL that will be run</source>
        <translation>将要执行的 SQL</translation>
    </message>
</context>
<context>
    <name>quiver::ui::StoragePage</name>
    <message>
        <source>Change storage</source>
        <translation>更改存储方式</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>&amp;Column</source>
        <translation>列(&amp;C)</translation>
    </message>
    <message>
        <source>Storage, by what it comes to</source>
        <translation>存储方式及其效果</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>存储</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>Vectors</source>
        <translation>向量</translation>
    </message>
    <message>
        <source>%1 (now)</source>
        <translation>%1（当前）</translation>
    </message>
    <message>
        <source>out of the row</source>
        <translation>行外存储</translation>
    </message>
    <message>
        <source>in the row</source>
        <translation>行内存储</translation>
    </message>
</context>
<context>
    <name>quiver::ui::TablePicker</name>
    <message>
        <source>partitioned</source>
        <translation>分区表</translation>
    </message>
    <message>
        <source>view</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>materialized view</source>
        <translation>物化视图</translation>
    </message>
    <message>
        <source>foreign</source>
        <translation>外部表</translation>
    </message>
    <message>
        <source>1 vector column</source>
        <translation>1 个向量列</translation>
    </message>
    <message>
        <source>%1 vector columns</source>
        <translation>%1 个向量列</translation>
    </message>
    <message>
        <source>Search a table</source>
        <translation>搜索表</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>Show all tables</source>
        <translation>显示全部表</translation>
    </message>
    <message>
        <source>Reading the tables…</source>
        <translation>正在读取表…</translation>
    </message>
</context>
<context>
    <name>quiver::ui::TargetCard</name>
    <message>
        <source>1 column</source>
        <translation>1 列</translation>
    </message>
    <message>
        <source>%1 columns</source>
        <translation>%1 列</translation>
    </message>
    <message>
        <source>key: %1</source>
        <translation>键：%1</translation>
    </message>
    <message>
        <source>unique: %1</source>
        <translation>唯一：%1</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>has rows</source>
        <translation>有数据</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>E&amp;xisting</source>
        <translation>已有(&amp;X)</translation>
    </message>
    <message>
        <source>&amp;New</source>
        <translation>新建(&amp;N)</translation>
    </message>
    <message>
        <source>Into an existing table</source>
        <translation>加载到已有的表</translation>
    </message>
    <message>
        <source>Into a new table</source>
        <translation>加载到新表</translation>
    </message>
    <message>
        <source>Schema</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Looking at the table…</source>
        <translation>正在查看表…</translation>
    </message>
</context>
<context>
    <name>quiver::ui::TaskScreen</name>
    <message>
        <source>Tasks</source>
        <translation>任务</translation>
    </message>
</context>
<context>
    <name>quiver::ui::TextColumnsEdit</name>
    <message>
        <source>Add a te&amp;xt column</source>
        <translation>添加文本列(&amp;X)</translation>
    </message>
    <message>
        <source>Add a text column</source>
        <translation>添加文本列</translation>
    </message>
    <message>
        <source>Remove this text column</source>
        <translation>移除此文本列</translation>
    </message>
    <message>
        <source>required</source>
        <translation>必填</translation>
    </message>
</context>
<context>
    <name>quiver::ui::TunnelQuestionDialog</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>quiver::ui::PlanScreen</name>
    <message>
        <source>Plan</source>
        <translation>执行计划</translation>
    </message>
    <message>
        <source>Look at a plan</source>
        <translation>查看执行计划</translation>
    </message>
    <message>
        <source>Paste what EXPLAIN says, as text or JSON: from psql with its frames, from a log (auto_explain), from another tool. Or drop a file. No connection is needed; with ANALYZE and BUFFERS there is more to see.</source>
        <translation>粘贴 EXPLAIN 的输出（文本或 JSON）：来自 psql（含边框）、日志（auto_explain）或其他工具；也可以拖入文件。无需连接；使用 ANALYZE 和 BUFFERS 可看到更多内容。</translation>
    </message>
    <message>
        <source>Text of a plan</source>
        <translation>执行计划文本</translation>
    </message>
    <message>
        <source>&amp;Show the plan</source>
        <translation>显示计划(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Open a file…</source>
        <translation>打开文件(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Paste and show</source>
        <translation>粘贴并显示(&amp;P)</translation>
    </message>
    <message>
        <source>Reading the plan…</source>
        <translation>正在读取计划…</translation>
    </message>
    <message>
        <source>Open a plan from a file</source>
        <translation>从文件打开计划</translation>
    </message>
    <message>
        <source>Show the plan in the clipboard</source>
        <translation>显示剪贴板中的计划</translation>
    </message>
    <message>
        <source>Back to the text of the plan</source>
        <translation>返回计划文本</translation>
    </message>
    <message>
        <source>Another plan: back to the text (Ctrl+L)</source>
        <translation>另一个计划：返回文本 (Ctrl+L)</translation>
    </message>
    <message>
        <source>Open a plan</source>
        <translation>打开计划</translation>
    </message>
    <message>
        <source>There is no text in the clipboard. Copy a plan, then paste it.</source>
        <translation>剪贴板中没有文本。请先复制一个计划再粘贴。</translation>
    </message>
    <message>
        <source>Line %1, column %2: %3.</source>
        <translation>第 %1 行，第 %2 列：%3。</translation>
    </message>
    <message>
        <source>Show the place</source>
        <translation>显示位置</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>quiver::ui::PlanView</name>
    <message>
        <source>Graph</source>
        <translation>图</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>Which plan of the text</source>
        <translation>文本中的哪个计划</translation>
    </message>
    <message>
        <source>What the bars of the nodes say</source>
        <translation>节点条形图表示什么</translation>
    </message>
    <message>
        <source>Smaller (-)</source>
        <translation>缩小 (-)</translation>
    </message>
    <message>
        <source>Larger (+)</source>
        <translation>放大 (+)</translation>
    </message>
    <message>
        <source>All of it (0)</source>
        <translation>全部显示 (0)</translation>
    </message>
    <message>
        <source>Fold all but the top; Space folds the chosen node</source>
        <translation>折叠顶层以外的节点；空格键折叠所选节点</translation>
    </message>
    <message>
        <source>Unfold everything</source>
        <translation>全部展开</translation>
    </message>
    <message>
        <source>Find nodes</source>
        <translation>查找节点</translation>
    </message>
    <message>
        <source>By type, table, index or condition (Ctrl+F); Enter goes to the next one, Shift+Enter back</source>
        <translation>按类型、表、索引或条件查找 (Ctrl+F)；Enter 下一个，Shift+Enter 上一个</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>诊断</translation>
    </message>
    <message>
        <source>Findings (%1)</source>
        <translation>诊断 (%1)</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Plan %1</source>
        <translation>计划 %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>the number of a node among those that were found</comment>
        <translation>第 %1 个，共 %2 个</translation>
    </message>
</context>
<context>
    <name>quiver::ui::PlanWords</name>
    <message>
        <source>never executed</source>
        <translation>未执行</translation>
    </message>
    <message>
        <source>%1x more rows</source>
        <translation>行数多 %1 倍</translation>
    </message>
    <message>
        <source>%1x fewer rows</source>
        <translation>行数少 %1 倍</translation>
    </message>
    <message>
        <source>%1 filtered out</source>
        <translation>%1 被过滤</translation>
    </message>
    <message>
        <source>%1 heap fetches</source>
        <translation>%1 次堆访问</translation>
    </message>
    <message>
        <source>%1 batches</source>
        <translation>%1 个批次</translation>
    </message>
    <message>
        <source>on disk</source>
        <translation>写入磁盘</translation>
    </message>
    <message>
        <source>%1 of %2 workers</source>
        <translation>%2 个工作进程中的 %1 个</translation>
    </message>
    <message>
        <source>disabled</source>
        <translation>已禁用</translation>
    </message>
    <message>
        <source>Own time</source>
        <translation>自身时间</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Own cost</source>
        <translation>自身代价</translation>
    </message>
    <message>
        <source>Own pages</source>
        <translation>自身页数</translation>
    </message>
    <message>
        <source>1 row</source>
        <translation>1 行</translation>
    </message>
    <message>
        <source>%1 rows</source>
        <translation>%1 行</translation>
    </message>
    <message>
        <source>cost %1</source>
        <translation>代价 %1</translation>
    </message>
    <message>
        <source>1 page</source>
        <translation>1 页</translation>
    </message>
    <message>
        <source>%1 pages</source>
        <translation>%1 页</translation>
    </message>
    <message>
        <source>1 node</source>
        <translation>1 个节点</translation>
    </message>
    <message>
        <source>%1 nodes</source>
        <translation>%1 个节点</translation>
    </message>
    <message>
        <source>planned in %1</source>
        <translation>规划用时 %1</translation>
    </message>
    <message>
        <source>estimates only (no ANALYZE)</source>
        <translation>仅为估算（无 ANALYZE）</translation>
    </message>
</context>
<context>
    <name>quiver::ui::PlanModel</name>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Own time</source>
        <translation>自身时间</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>占比</translation>
    </message>
    <message>
        <source>With children</source>
        <translation>含子节点</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>预计</translation>
    </message>
    <message>
        <source>Estimate off</source>
        <translation>估算偏差</translation>
    </message>
    <message>
        <source>Loops</source>
        <translation>循环</translation>
    </message>
    <message>
        <source>Removed</source>
        <translation>已过滤</translation>
    </message>
    <message>
        <source>Own cost</source>
        <translation>自身代价</translation>
    </message>
    <message>
        <source>Cost share</source>
        <translation>代价占比</translation>
    </message>
    <message>
        <source>Own pages</source>
        <translation>自身页数</translation>
    </message>
</context>
<context>
    <name>quiver::ui::PlanPages</name>
    <message>
        <source>Own time</source>
        <translation>自身时间</translation>
    </message>
    <message>
        <source>With what is below</source>
        <translation>含下层</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Expected in a loop</source>
        <translation>每次循环预计</translation>
    </message>
    <message>
        <source>Given in a loop</source>
        <translation>每次循环实际</translation>
    </message>
    <message>
        <source>Loops</source>
        <translation>循环</translation>
    </message>
    <message>
        <source>Thrown away</source>
        <translation>已丢弃</translation>
    </message>
    <message>
        <source>Own cost</source>
        <translation>自身代价</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>代价</translation>
    </message>
    <message>
        <source>Width of a row</source>
        <translation>行宽</translation>
    </message>
    <message>
        <source>Workers</source>
        <translation>工作进程</translation>
    </message>
    <message>
        <source>Own pages</source>
        <translation>自身页数</translation>
    </message>
    <message>
        <source>Heap fetches</source>
        <translation>堆访问</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Nothing was found.</source>
        <translation>没有发现问题。</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Open in the console</source>
        <translation>在控制台中打开</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ExplainPane</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Force stop</source>
        <translation>强制停止</translation>
    </message>
    <message>
        <source>Run and measure it again</source>
        <translation>重新运行并测量</translation>
    </message>
    <message>
        <source>Ask for the plan again</source>
        <translation>重新获取计划</translation>
    </message>
    <message>
        <source>Not run yet.</source>
        <translation>尚未运行。</translation>
    </message>
    <message>
        <source>The statement writes. To measure it, it is run and rolled back; sequences stay advanced, and what triggers do beside the database stays done.</source>
        <translation>该语句会写入数据。为了测量，它将被执行并回滚；序列不会退回，触发器在数据库之外所做的操作也不会撤销。</translation>
    </message>
    <message>
        <source>Run and roll back</source>
        <translation>运行并回滚</translation>
    </message>
    <message>
        <source>Do not run</source>
        <translation>不运行</translation>
    </message>
    <message>
        <source>There is no plan.</source>
        <translation>没有计划。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Running and measuring the statement… %1</source>
        <translation>正在运行并测量语句… %1</translation>
    </message>
    <message>
        <source>Asking for the plan… %1</source>
        <translation>正在获取计划… %1</translation>
    </message>
</context>
<context>
    <name>quiver::ui::UnconnectedPage</name>
    <message>
        <source>&amp;Open a connection</source>
        <translation>打开连接(&amp;O)</translation>
    </message>
</context>
</TS>
