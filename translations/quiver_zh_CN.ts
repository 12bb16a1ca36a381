<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>BehaviourPage</name>
    <message>
        <source>Connecting</source>
        <translation>连接过程</translation>
    </message>
    <message>
        <source>&amp;Give up after</source>
        <translation>放弃等待时间(&amp;G)</translation>
    </message>
    <message>
        <source>Connect timeout</source>
        <translation>连接超时</translation>
    </message>
    <message>
        <source>10 s (standard)</source>
        <translation>10 s（标准）</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>&amp;Of several hosts</source>
        <translation>多主机时(&amp;O)</translation>
    </message>
    <message>
        <source>Which server of the list</source>
        <translation>选用列表中的哪台服务器</translation>
    </message>
    <message>
        <source>&amp;Tried in</source>
        <translation>尝试顺序(&amp;T)</translation>
    </message>
    <message>
        <source>Order of the hosts</source>
        <translation>主机顺序</translation>
    </message>
    <message>
        <source>&amp;Application name</source>
        <translation>应用程序名称(&amp;A)</translation>
    </message>
    <message>
        <source>Application name</source>
        <translation>应用程序名称</translation>
    </message>
    <message>
        <source>quiver</source>
        <translation>quiver</translation>
    </message>
    <message>
        <source>Server o&amp;ptions</source>
        <translation>服务器选项(&amp;P)</translation>
    </message>
    <message>
        <source>Server options</source>
        <translation>服务器选项</translation>
    </message>
    <message>
        <source>-c name=value</source>
        <translation>-c name=value</translation>
    </message>
    <message>
        <source>Command line options for the server process</source>
        <translation>服务器进程的命令行选项</translation>
    </message>
    <message>
        <source>Staying connected</source>
        <translation>保持连接</translation>
    </message>
    <message>
        <source>&amp;Sign of life</source>
        <translation>心跳(&amp;S)</translation>
    </message>
    <message>
        <source>Sign of life of idle sessions</source>
        <translation>空闲会话的心跳</translation>
    </message>
    <message>
        <source>never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>An idle session asks the server for an answer this often: keeps tunnels and firewalls from closing it.</source>
        <translation>空闲会话按此间隔请求服务器应答：防止隧道和防火墙关闭连接。</translation>
    </message>
    <message>
        <source>A&amp;nswer within</source>
        <translation>应答时限(&amp;N)</translation>
    </message>
    <message>
        <source>Answer timeout</source>
        <translation>应答超时</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>无限制</translation>
    </message>
    <message>
        <source>Without a byte from the server for so long while a statement runs, the connection counts as lost. Long statements that return nothing until their end need more than they take.</source>
        <translation>语句运行期间，若在此时间内未收到服务器的任何字节，则视为连接已断开。直到结束才返回数据的长语句，需要比其运行时间更长的时限。</translation>
    </message>
    <message>
        <source>TCP</source>
        <translation>TCP</translation>
    </message>
    <message>
        <source>&amp;Keepalives</source>
        <translation>Keepalive(&amp;K)</translation>
    </message>
    <message>
        <source>TCP keepalives</source>
        <translation>TCP keepalive</translation>
    </message>
    <message>
        <source>First a&amp;fter</source>
        <translation>首次探测前(&amp;F)</translation>
    </message>
    <message>
        <source>Keepalives, idle</source>
        <translation>Keepalive 空闲时间</translation>
    </message>
    <message>
        <source>the system&apos;s</source>
        <translation>系统默认</translation>
    </message>
    <message>
        <source>Then e&amp;very</source>
        <translation>之后间隔(&amp;V)</translation>
    </message>
    <message>
        <source>Keepalives, interval</source>
        <translation>Keepalive 间隔</translation>
    </message>
    <message>
        <source>Lost after &amp;unanswered</source>
        <translation>无应答上限(&amp;U)</translation>
    </message>
    <message>
        <source>Keepalives, count</source>
        <translation>Keepalive 次数</translation>
    </message>
    <message>
        <source>&amp;Unsent data waits</source>
        <translation>未发送数据等待(&amp;U)</translation>
    </message>
    <message>
        <source>TCP user timeout</source>
        <translation>TCP 用户超时</translation>
    </message>
    <message>
        <source> ms</source>
        <translation> ms</translation>
    </message>
</context>
<context>
    <name>ConsoleTab</name>
    <message>
        <source>1 statement</source>
        <translation>1 条语句</translation>
    </message>
    <message>
        <source>%1 statements</source>
        <translation>%1 条语句</translation>
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
    <message>
        <source>Kept in the column&apos;s comment: vectors of different models cannot be compared</source>
        <translation>保存在列的注释中：不同模型的向量不可相互比较</translation>
    </message>
    <message>
        <source>Every row comes with its vector; without this, vectors can be filled in later</source>
        <translation>每一行都带有向量；不勾选则可以之后再填充</translation>
    </message>
    <message>
        <source>A CHECK: then the fast inner product (&lt;#&gt;) ranks as the cosine distance does</source>
        <translation>一个 CHECK 约束：这样快速的内积 (&lt;#&gt;) 与余弦距离的排名一致</translation>
    </message>
</context>
<context>
    <name>EndpointDialog</name>
    <message>
        <source>A service that answers POST /v1/embeddings: OpenAI, Ollama, llama.cpp, vLLM and others.</source>
        <translation>响应 POST /v1/embeddings 的服务：OpenAI、Ollama、llama.cpp、vLLM 等。</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>as you call it</source>
        <translation>自定义名称</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>地址(&amp;A)</translation>
    </message>
    <message>
        <source>/v1/embeddings is added to a host alone</source>
        <translation>仅填主机时自动追加 /v1/embeddings</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>模型(&amp;M)</translation>
    </message>
    <message>
        <source>as the service calls it</source>
        <translation>服务所用的模型名</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>&amp;Dimensions</source>
        <translation>维数(&amp;D)</translation>
    </message>
    <message>
        <source>as many as the model gives</source>
        <translation>以模型输出为准</translation>
    </message>
    <message>
        <source>Asks for so many; for models that may be cut off</source>
        <translation>请求指定维数；适用于可截断的模型</translation>
    </message>
    <message>
        <source>Dimensions</source>
        <translation>维数</translation>
    </message>
    <message>
        <source>&amp;Texts in a request</source>
        <translation>每次请求的文本数(&amp;T)</translation>
    </message>
    <message>
        <source>Texts in a request</source>
        <translation>每次请求的文本数</translation>
    </message>
    <message>
        <source>Ans&amp;wers within</source>
        <translation>应答时限(&amp;W)</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>Seconds in which a request is answered</source>
        <translation>请求应答的时限（秒）</translation>
    </message>
    <message>
        <source>It needs a &amp;key</source>
        <translation>需要密钥(&amp;K)</translation>
    </message>
    <message>
        <source>K&amp;ey</source>
        <translation>密钥(&amp;E)</translation>
    </message>
    <message>
        <source>Goes into the system&apos;s keychain, and to this address only</source>
        <translation>存入系统钥匙串，且只发送到此地址</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Te&amp;st</source>
        <translation>测试(&amp;S)</translation>
    </message>
    <message>
        <source>Has one word embedded: “test”</source>
        <translation>嵌入一个词：“test”</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Sa&amp;ve</source>
        <translation>保存(&amp;V)</translation>
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
    <message>
        <source>pgvector</source>
        <translation>pgvector</translation>
    </message>
    <message>
        <source>Schema of the extension</source>
        <translation>扩展所在的模式</translation>
    </message>
    <message>
        <source>Made where it does not exist. On the search path, its types and operators need no schema in front</source>
        <translation>不存在时自动创建。若在搜索路径上，其类型和操作符无需模式前缀</translation>
    </message>
    <message>
        <source>How it gets onto the server&apos;s host</source>
        <translation>如何安装到服务器主机上</translation>
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
    <message>
        <source>what you call it</source>
        <translation>自定义名称</translation>
    </message>
    <message>
        <source>&amp;Group</source>
        <translation>分组(&amp;G)</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>&amp;Environment</source>
        <translation>环境(&amp;E)</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>环境</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Colour of this connection</source>
        <translation>此连接的颜色</translation>
    </message>
    <message>
        <source>Fa&amp;vourite</source>
        <translation>收藏(&amp;V)</translation>
    </message>
    <message>
        <source>Listed first</source>
        <translation>排在最前</translation>
    </message>
    <message>
        <source>&amp;Host</source>
        <translation>主机(&amp;H)</translation>
    </message>
    <message>
        <source>Hosts</source>
        <translation>主机</translation>
    </message>
    <message>
        <source>&amp;Database</source>
        <translation>数据库(&amp;D)</translation>
    </message>
    <message>
        <source>same as user</source>
        <translation>与用户名相同</translation>
    </message>
    <message>
        <source>&amp;Read-only</source>
        <translation>只读(&amp;R)</translation>
    </message>
    <message>
        <source>The server itself refuses writes on this connection</source>
        <translation>由服务器本身拒绝此连接上的写入</translation>
    </message>
    <message>
        <source>Login</source>
        <translation>登录</translation>
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
        <source>your login name</source>
        <translation>您的登录名</translation>
    </message>
    <message>
        <source>Pass&amp;word</source>
        <translation>密码(&amp;W)</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>&amp;Kept</source>
        <translation>保存位置(&amp;K)</translation>
    </message>
    <message>
        <source>Where the password is kept</source>
        <translation>密码的保存位置</translation>
    </message>
    <message>
        <source>N&amp;otes</source>
        <translation>备注(&amp;O)</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
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
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
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
    <message>
        <source>under way: %1</source>
        <comment>who runs migrations</comment>
        <translation>进行中：%1</translation>
    </message>
    <message>
        <source>One migration was applied.</source>
        <translation>已应用 1 个迁移。</translation>
    </message>
    <message>
        <source>One migration was taken back.</source>
        <translation>已撤回 1 个迁移。</translation>
    </message>
    <message>
        <source>%1 migrations were applied.</source>
        <translation>已应用 %1 个迁移。</translation>
    </message>
    <message>
        <source>%1 migrations were taken back.</source>
        <translation>已撤回 %1 个迁移。</translation>
    </message>
    <message>
        <source>%1, line %2</source>
        <comment>a file</comment>
        <translation>%1，第 %2 行</translation>
    </message>
    <message>
        <source>The one before it stands.</source>
        <comment>a migration</comment>
        <translation>在它之前的那个仍然有效。</translation>
    </message>
    <message>
        <source>The %1 before it stand.</source>
        <comment>migrations</comment>
        <translation>在它之前的 %1 个仍然有效。</translation>
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
    <message>
        <source>Name of the key column</source>
        <translation>键列的名称</translation>
    </message>
    <message>
        <source>Type of the key</source>
        <translation>键的类型</translation>
    </message>
    <message>
        <source>Usual length of a text, for the forecast</source>
        <translation>文本的通常长度，用于预测</translation>
    </message>
    <message>
        <source>Only for the forecast of sizes: how long a text usually is</source>
        <translation>仅用于预测大小：文本通常有多长</translation>
    </message>
    <message>
        <source>jsonb, never NULL: free facts about a row</source>
        <translation>jsonb，从不为 NULL：关于行的自由信息</translation>
    </message>
    <message>
        <source>Name of the metadata column</source>
        <translation>元数据列的名称</translation>
    </message>
    <message>
        <source>Finds rows whose metadata contain given keys and values</source>
        <translation>查找元数据中包含给定键和值的行</translation>
    </message>
    <message>
        <source>Keys of the metadata with an index of their own</source>
        <translation>元数据中单独建索引的键</translation>
    </message>
    <message>
        <source>A B-tree on the text of each of these keys, for = and IN; with commas between them</source>
        <translation>为每个键的文本建 B-tree，用于 = 和 IN；以逗号分隔</translation>
    </message>
    <message>
        <source>With time zone; the second one is set by a trigger at every update</source>
        <translation>带时区；后者在每次更新时由触发器设置</translation>
    </message>
    <message>
        <source>Name of the time of creation</source>
        <translation>创建时间列的名称</translation>
    </message>
    <message>
        <source>Name of the time of the last update</source>
        <translation>最后更新时间列的名称</translation>
    </message>
    <message>
        <source>A generated tsvector of all texts with a GIN index: for searches by words and for hybrid ones</source>
        <translation>由全部文本生成的 tsvector，带 GIN 索引：用于词语搜索和混合搜索</translation>
    </message>
    <message>
        <source>Name of the full-text column</source>
        <translation>全文检索列的名称</translation>
    </message>
    <message>
        <source>How the table is divided</source>
        <translation>表的划分方式</translation>
    </message>
    <message>
        <source>Column that the partitions go by</source>
        <translation>分区依据的列</translation>
    </message>
    <message>
        <source>Type of that column</source>
        <translation>该列的类型</translation>
    </message>
    <message>
        <source>DEFAULT: without it rows that no partition takes are refused</source>
        <translation>DEFAULT：没有它，不属于任何分区的行将被拒绝</translation>
    </message>
</context>
<context>
    <name>OtherPage</name>
    <message>
        <source>Any other keyword of libpq, for example service, passfile, gssencmode or krbsrvname. What a pasted text says and no other page shows is kept here.</source>
        <translation>libpq 的任何其他关键字，例如 service、passfile、gssencmode 或 krbsrvname。粘贴文本中其他页面未显示的内容保存在这里。</translation>
    </message>
    <message>
        <source>Other connection parameters</source>
        <translation>其他连接参数</translation>
    </message>
    <message>
        <source>a section of pg_service.conf</source>
        <translation>pg_service.conf 中的一节</translation>
    </message>
    <message>
        <source>another pg_service.conf</source>
        <translation>另一个 pg_service.conf</translation>
    </message>
    <message>
        <source>another password file than ~/.pgpass</source>
        <translation>~/.pgpass 以外的密码文件</translation>
    </message>
    <message>
        <source>scram-sha-256: other ways of logging in are refused</source>
        <translation>scram-sha-256：拒绝其他登录方式</translation>
    </message>
    <message>
        <source>disable, prefer or require</source>
        <translation>disable、prefer 或 require</translation>
    </message>
    <message>
        <source>Kerberos service name</source>
        <translation>Kerberos 服务名</translation>
    </message>
    <message>
        <source>gssapi on Windows</source>
        <translation>Windows 上为 gssapi</translation>
    </message>
    <message>
        <source>0 or 1</source>
        <translation>0 或 1</translation>
    </message>
    <message>
        <source>the operating system&apos;s user that the server must run as</source>
        <translation>服务器必须以其身份运行的操作系统用户</translation>
    </message>
    <message>
        <source>TLSv1.2 or TLSv1.3</source>
        <translation>TLSv1.2 或 TLSv1.3</translation>
    </message>
    <message>
        <source>0 or 1; switched off by most builds</source>
        <translation>0 或 1；多数构建版本已关闭</translation>
    </message>
    <message>
        <source>a directory of revocation lists</source>
        <translation>存放吊销列表的目录</translation>
    </message>
    <message>
        <source>disable, allow or require</source>
        <translation>disable、allow 或 require</translation>
    </message>
    <message>
        <source>postgres or direct</source>
        <translation>postgres 或 direct</translation>
    </message>
    <message>
        <source>Quiver always asks for UTF8</source>
        <translation>Quiver 始终使用 UTF8</translation>
    </message>
    <message>
        <source>database, or true for physical replication</source>
        <translation>database，或用于物理复制的 true</translation>
    </message>
    <message>
        <source>where application_name is empty</source>
        <translation>application_name 为空时使用</translation>
    </message>
</context>
<context>
    <name>PasswordDialog</name>
    <message>
        <source>S&amp;how what is typed</source>
        <translation>显示输入内容(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Keep in the keychain</source>
        <translation>保存到钥匙串(&amp;K)</translation>
    </message>
</context>
<context>
    <name>PoolingPage</name>
    <message>
        <source>not at all</source>
        <translation>不分区</translation>
    </message>
    <message>
        <source>Browsing, jobs and results take their sessions from a pool; each console tab has one of its own.</source>
        <translation>浏览、任务和结果使用连接池中的会话；每个控制台标签页使用自己的会话。</translation>
    </message>
    <message>
        <source>&amp;Kept open</source>
        <translation>保持打开(&amp;K)</translation>
    </message>
    <message>
        <source>Pool size</source>
        <translation>连接池大小</translation>
    </message>
    <message>
        <source>0: no pooling</source>
        <translation>0：不使用连接池</translation>
    </message>
    <message>
        <source>&amp;More at a rush</source>
        <translation>高峰时追加(&amp;M)</translation>
    </message>
    <message>
        <source>Overflow</source>
        <translation>溢出上限</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>无限制</translation>
    </message>
    <message>
        <source>&amp;Wait for one</source>
        <translation>等待会话(&amp;W)</translation>
    </message>
    <message>
        <source>Pool timeout</source>
        <translation>连接池超时</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>&amp;Renew after</source>
        <translation>更新周期(&amp;R)</translation>
    </message>
    <message>
        <source>Recycle</source>
        <translation>回收</translation>
    </message>
    <message>
        <source>never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>&amp;Check that a session is alive before it is used</source>
        <translation>使用前检查会话是否可用(&amp;C)</translation>
    </message>
    <message>
        <source>One round trip; spares an error after the server or the network was away</source>
        <translation>多一次往返；可避免服务器或网络中断后出错</translation>
    </message>
</context>
<context>
    <name>SessionPage</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Applied to each session right after it is connected. What is left out follows the server, the database and the role.</source>
        <translation>连接后立即应用于每个会话。留空的项遵循服务器、数据库和角色的设置。</translation>
    </message>
    <message>
        <source>Time limits</source>
        <translation>时间限制</translation>
    </message>
    <message>
        <source>&amp;Statement</source>
        <translation>语句(&amp;S)</translation>
    </message>
    <message>
        <source>Statement timeout</source>
        <translation>语句超时</translation>
    </message>
    <message>
        <source>&amp;Lock</source>
        <translation>锁(&amp;L)</translation>
    </message>
    <message>
        <source>Lock timeout</source>
        <translation>锁超时</translation>
    </message>
    <message>
        <source>&amp;Idle in transaction</source>
        <translation>事务中空闲(&amp;I)</translation>
    </message>
    <message>
        <source>Idle in transaction timeout</source>
        <translation>事务中空闲超时</translation>
    </message>
    <message>
        <source>Server settings</source>
        <translation>服务器设置</translation>
    </message>
    <message>
        <source>64MB: for each sort and hash of a query</source>
        <translation>64MB：用于查询的每次排序和哈希</translation>
    </message>
    <message>
        <source>2GB: for index builds and VACUUM</source>
        <translation>2GB：用于构建索引和 VACUUM</translation>
    </message>
    <message>
        <source>4: workers of an index build</source>
        <translation>4：构建索引的工作进程</translation>
    </message>
    <message>
        <source>2: workers of a query</source>
        <translation>2：查询的工作进程</translation>
    </message>
    <message>
        <source>off: short vector queries gain nothing from it</source>
        <translation>off：短的向量查询无法从中受益</translation>
    </message>
    <message>
        <source>40, from 1 to 1000: more finds more, slower</source>
        <translation>40，范围 1 到 1000：越大找到越多，越慢</translation>
    </message>
    <message>
        <source>off, strict_order or relaxed_order</source>
        <translation>off、strict_order 或 relaxed_order</translation>
    </message>
    <message>
        <source>20000: where an iterative scan ends</source>
        <translation>20000：迭代扫描的上限</translation>
    </message>
    <message>
        <source>1: times work_mem</source>
        <translation>1：work_mem 的倍数</translation>
    </message>
    <message>
        <source>1, up to the number of lists: more finds more, slower</source>
        <translation>1，最大为列表数：越大找到越多，越慢</translation>
    </message>
    <message>
        <source>off or relaxed_order</source>
        <translation>off 或 relaxed_order</translation>
    </message>
    <message>
        <source>where an iterative scan ends</source>
        <translation>迭代扫描的上限</translation>
    </message>
    <message>
        <source>app, public</source>
        <translation>app, public</translation>
    </message>
    <message>
        <source>Europe/Berlin, UTC</source>
        <translation>Europe/Berlin, UTC</translation>
    </message>
    <message>
        <source>ISO, DMY</source>
        <translation>ISO, DMY</translation>
    </message>
    <message>
        <source>a role to work as</source>
        <translation>要切换到的角色</translation>
    </message>
    <message>
        <source>4GB: what the planner believes to be cached</source>
        <translation>4GB：规划器认为已缓存的量</translation>
    </message>
    <message>
        <source>1.1 for solid state disks</source>
        <translation>固态硬盘用 1.1</translation>
    </message>
    <message>
        <source>on or off</source>
        <translation>on 或 off</translation>
    </message>
    <message>
        <source>auto, force_custom_plan or force_generic_plan</source>
        <translation>auto、force_custom_plan 或 force_generic_plan</translation>
    </message>
    <message>
        <source>on, local, off</source>
        <translation>on、local、off</translation>
    </message>
    <message>
        <source>notice, warning, error</source>
        <translation>notice、warning、error</translation>
    </message>
    <message>
        <source>10min: ends sessions that are not used</source>
        <translation>10min：结束未使用的会话</translation>
    </message>
</context>
<context>
    <name>SettingsAdvicePage</name>
    <message>
        <source>Set %1 settings for this database</source>
        <translation>为此数据库设置 %1 项</translation>
    </message>
    <message>
        <source>Set %1 settings for the server</source>
        <translation>为整个服务器设置 %1 项</translation>
    </message>
</context>
<context>
    <name>TlsPage</name>
    <message>
        <source>&amp;Key</source>
        <translation>私钥(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Mode</source>
        <translation>模式(&amp;M)</translation>
    </message>
    <message>
        <source>TLS mode</source>
        <translation>TLS 模式</translation>
    </message>
    <message>
        <source>The server&apos;s certificate</source>
        <translation>服务器证书</translation>
    </message>
    <message>
        <source>&amp;Root certificate</source>
        <translation>根证书(&amp;R)</translation>
    </message>
    <message>
        <source>Root certificate file</source>
        <translation>根证书文件</translation>
    </message>
    <message>
        <source>Re&amp;vocation list</source>
        <translation>吊销列表(&amp;V)</translation>
    </message>
    <message>
        <source>Certificate revocation list</source>
        <translation>证书吊销列表</translation>
    </message>
    <message>
        <source>Your certificate</source>
        <translation>您的证书</translation>
    </message>
    <message>
        <source>&amp;Certificate</source>
        <translation>证书(&amp;C)</translation>
    </message>
    <message>
        <source>Client certificate file</source>
        <translation>客户端证书文件</translation>
    </message>
    <message>
        <source>Client key file</source>
        <translation>客户端私钥文件</translation>
    </message>
    <message>
        <source>&amp;Passphrase</source>
        <translation>口令(&amp;P)</translation>
    </message>
    <message>
        <source>Passphrase of the key</source>
        <translation>私钥的口令</translation>
    </message>
    <message>
        <source>only for an encrypted key</source>
        <translation>仅用于加密的私钥</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>通道</translation>
    </message>
    <message>
        <source>&amp;Oldest version</source>
        <translation>最低版本(&amp;O)</translation>
    </message>
    <message>
        <source>Oldest TLS version</source>
        <translation>最低 TLS 版本</translation>
    </message>
    <message>
        <source>Channel &amp;binding</source>
        <translation>通道绑定(&amp;B)</translation>
    </message>
    <message>
        <source>Channel binding</source>
        <translation>通道绑定</translation>
    </message>
    <message>
        <source>Tell the server which &amp;name is meant (SNI)</source>
        <translation>告知服务器目标主机名 (SNI)(&amp;N)</translation>
    </message>
    <message>
        <source>Proxies in front of several servers need it; without it the name is not sent in clear text</source>
        <translation>位于多台服务器之前的代理需要它；关闭后主机名不会以明文发送</translation>
    </message>
</context>
<context>
    <name>TunnelPage</name>
    <message>
        <source>Go through an SSH &amp;tunnel</source>
        <translation>通过 SSH 隧道连接(&amp;T)</translation>
    </message>
    <message>
        <source>Opened with this computer&apos;s OpenSSH: its agent, keys, known hosts and ~/.ssh/config count. The database host on the General page is then reached from the SSH server.</source>
        <translation>使用本机的 OpenSSH 打开：其代理、密钥、已知主机和 ~/.ssh/config 均有效。“常规”页面上的数据库主机将从 SSH 服务器访问。</translation>
    </message>
    <message>
        <source>SSH &amp;host</source>
        <translation>SSH 主机(&amp;H)</translation>
    </message>
    <message>
        <source>SSH host</source>
        <translation>SSH 主机</translation>
    </message>
    <message>
        <source>name, address, or alias from ~/.ssh/config</source>
        <translation>名称、地址或 ~/.ssh/config 中的别名</translation>
    </message>
    <message>
        <source>&amp;Port</source>
        <translation>端口(&amp;P)</translation>
    </message>
    <message>
        <source>SSH port</source>
        <translation>SSH 端口</translation>
    </message>
    <message>
        <source>as configured, else 22</source>
        <translation>按配置，否则为 22</translation>
    </message>
    <message>
        <source>&amp;User</source>
        <translation>用户(&amp;U)</translation>
    </message>
    <message>
        <source>SSH user</source>
        <translation>SSH 用户</translation>
    </message>
    <message>
        <source>as configured, else your login name</source>
        <translation>按配置，否则为您的登录名</translation>
    </message>
    <message>
        <source>&amp;Key file</source>
        <translation>密钥文件(&amp;K)</translation>
    </message>
    <message>
        <source>SSH private key file</source>
        <translation>SSH 私钥文件</translation>
    </message>
    <message>
        <source>&amp;Jump hosts</source>
        <translation>跳板主机(&amp;J)</translation>
    </message>
    <message>
        <source>Jump hosts</source>
        <translation>跳板主机</translation>
    </message>
    <message>
        <source>user@host:port, separated by commas</source>
        <translation>user@host:port，以逗号分隔</translation>
    </message>
</context>
<context>
    <name>TunnelQuestion</name>
    <message>
        <source>Fingerprint</source>
        <translation>指纹</translation>
    </message>
    <message>
        <source>That was not accepted. Try again.</source>
        <translation>未被接受。请重试。</translation>
    </message>
</context>
<context>
    <name>quiver::Application</name>
    <message>
        <source>The workspace was damaged and set aside as %1: %2</source>
        <translation>工作区已损坏，已另存为 %1：%2</translation>
    </message>
    <message>
        <source>Quiver</source>
        <translation>Quiver</translation>
    </message>
    <message>
        <source>Quiver cannot open its workspace.</source>
        <translation>Quiver 无法打开其工作区。</translation>
    </message>
    <message>
        <source>Nothing was changed. Another directory can be given with --workspace.</source>
        <translation>未作任何更改。可用 --workspace 指定另一个目录。</translation>
    </message>
</context>
<context>
    <name>quiver::TourGuide</name>
    <message>
        <source>The directory %1 cannot be made.</source>
        <translation>无法创建目录 %1。</translation>
    </message>
    <message>
        <source>%1 did not come up within %2 s.</source>
        <translation>%1 未在 %2 s 内出现。</translation>
    </message>
    <message>
        <source>The picture %1 could not be written.</source>
        <translation>无法写入图片 %1。</translation>
    </message>
    <message>
        <source>Hold documents</source>
        <translation>占用 documents</translation>
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
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>“%1”</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message>
        <source>Done in %1.</source>
        <translation>已完成，用时 %1。</translation>
    </message>
    <message>
        <source>%1 of %2 steps were done before.</source>
        <translation>%2 步中有 %1 步先前已完成。</translation>
    </message>
    <message>
        <source>Cancelled between two steps.</source>
        <translation>在两步之间取消。</translation>
    </message>
    <message>
        <source>Failed: %1</source>
        <translation>失败：%1</translation>
    </message>
    <message>
        <source>“%1” ended without an answer</source>
        <translation>“%1”结束时没有应答</translation>
    </message>
    <message>
        <source>“%1” was cancelled</source>
        <translation>“%1”已取消</translation>
    </message>
    <message>
        <source>“%1” failed</source>
        <translation>“%1”失败</translation>
    </message>
    <message>
        <source>What it left behind was removed.</source>
        <translation>其遗留内容已移除。</translation>
    </message>
    <message>
        <source>less than a second</source>
        <translation>不到一秒</translation>
    </message>
    <message>
        <source>up to %1</source>
        <translation>最多 %1</translation>
    </message>
    <message>
        <source>%1 to %2 s</source>
        <translation>%1 到 %2 s</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 到 %2</translation>
    </message>
    <message>
        <source>failed, and cleaned up after</source>
        <translation>失败，已清理</translation>
    </message>
    <message>
        <source>failed, and left something behind</source>
        <translation>失败，有遗留内容</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <translation>%1：%2。</translation>
    </message>
    <message>
        <source>Takes %1.</source>
        <translation>需要 %1。</translation>
    </message>
    <message>
        <source>Runs outside of a transaction; should it fail, %1 is removed.</source>
        <translation>在事务之外运行；若失败，将移除 %1。</translation>
    </message>
    <message>
        <source>This cannot be undone.</source>
        <translation>此操作无法撤销。</translation>
    </message>
    <message>
        <source>This cannot be undone: %1.</source>
        <translation>此操作无法撤销：%1。</translation>
    </message>
    <message>
        <source>%1 for %2</source>
        <translation>%1，已持续 %2</translation>
    </message>
    <message>
        <source>a prepared transaction</source>
        <translation>一个预备事务</translation>
    </message>
    <message>
        <source>session %1</source>
        <translation>会话 %1</translation>
    </message>
    <message>
        <source>Waits for %1</source>
        <translation>等待 %1</translation>
    </message>
    <message>
        <source>Waits for %1 (%2)</source>
        <translation>等待 %1（%2）</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>以及另外 %1 个</translation>
    </message>
    <message>
        <source>Everything was left as it was.</source>
        <translation>一切保持原样。</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>%1:%2 min</source>
        <translation>%1:%2 min</translation>
    </message>
    <message>
        <source>%1:%2:%3 h</source>
        <translation>%1:%2:%3 h</translation>
    </message>
    <message>
        <source>%1 %2/s</source>
        <translation>%1 %2/s</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>Line %1</source>
        <translation>第 %1 行</translation>
    </message>
    <message>
        <source>Row %1 (from 0)</source>
        <translation>第 %1 行（从 0 开始）</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <translation>%1，%2：%3</translation>
    </message>
    <message>
        <source>dimensions vary</source>
        <translation>维数不一</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>UUID</source>
        <translation>UUID</translation>
    </message>
    <message>
        <source>bits</source>
        <translation>位</translation>
    </message>
    <message>
        <source>The picture %1 could not be written: %2</source>
        <translation>无法写入图片 %1：%2</translation>
    </message>
    <message>
        <source>pgvector</source>
        <translation>pgvector</translation>
    </message>
    <message>
        <source>Fill with embeddings</source>
        <translation>填充嵌入</translation>
    </message>
    <message>
        <source>A vector column from the texts of its rows, offline or by a service</source>
        <translation>由行中的文本生成向量列，离线或通过服务</translation>
    </message>
    <message>
        <source>Benchmark</source>
        <translation>基准测试</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>number of many digits</source>
        <translation>多位数</translation>
    </message>
    <message>
        <source>date</source>
        <translation>日期</translation>
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
    <name>quiver::ui::AuditWords</name>
    <message>
        <source>vulnerability</source>
        <translation>漏洞</translation>
    </message>
    <message>
        <source>index damage</source>
        <translation>索引损坏</translation>
    </message>
    <message>
        <source>wrong results</source>
        <translation>结果错误</translation>
    </message>
    <message>
        <source>crash</source>
        <translation>崩溃</translation>
    </message>
    <message>
        <source>The version %1 is not known here.</source>
        <translation>此处不认识版本 %1。</translation>
    </message>
    <message>
        <source>None known in pgvector %1</source>
        <translation>pgvector %1 没有已知缺陷</translation>
    </message>
    <message>
        <source>pgvector %1 has none; indexes that an older version made or changed may carry damage</source>
        <translation>pgvector %1 没有；旧版本创建或修改的索引可能已损坏</translation>
    </message>
    <message>
        <source>one known defect</source>
        <translation>1 个已知缺陷</translation>
    </message>
    <message>
        <source>%1 known defects</source>
        <translation>%1 个已知缺陷</translation>
    </message>
    <message>
        <source>pgvector %1 has %2, a vulnerability among them</source>
        <translation>pgvector %1 有 %2，其中包含漏洞</translation>
    </message>
    <message>
        <source>pgvector %1 has %2</source>
        <translation>pgvector %1 有 %2</translation>
    </message>
    <message>
        <source>Fixed in %1 (%2): %3</source>
        <comment>version, kind of defect and reference, what was wrong</comment>
        <translation>已在 %1 中修复（%2）：%3</translation>
    </message>
    <message>
        <source>Mended by the library that runs; indexes from before may carry the damage.</source>
        <translation>当前运行的库文件已修复；之前的索引可能已损坏。</translation>
    </message>
    <message>
        <source>Until the upgrade: %1</source>
        <translation>升级之前：%1</translation>
    </message>
    <message>
        <source>Upgrade pgvector on the host to %1 or newer (Debian: the package postgresql-%2-pgvector; a managed service: ask for it).</source>
        <translation>将主机上的 pgvector 升级到 %1 或更新（Debian：软件包 postgresql-%2-pgvector；托管服务：向服务商提出）。</translation>
    </message>
    <message>
        <source>Start new sessions, or restart the server where the library is preloaded, to load what is installed.</source>
        <translation>启动新会话以加载已安装的版本；若库文件为预加载，则重启服务器。</translation>
    </message>
    <message>
        <source>Afterwards build the %1 indexes again that saw updates or deletes.</source>
        <comment>names of index methods</comment>
        <translation>之后重建经历过更新或删除的 %1 索引。</translation>
    </message>
    <message>
        <source>Afterwards build the indexes of unlogged tables again.</source>
        <translation>之后重建不记 WAL 的表的索引。</translation>
    </message>
    <message>
        <source>The host has a newer version: bring the extension of this database up to it.</source>
        <translation>主机上有更新的版本：将此数据库的扩展更新到该版本。</translation>
    </message>
    <message>
        <source>The extension is newer than the files on the host: the package was probably downgraded. Install the newer one again.</source>
        <translation>扩展比主机上的文件更新：软件包可能被降级了。请重新安装较新的版本。</translation>
    </message>
    <message>
        <source>the extension is newer than the host&apos;s files</source>
        <translation>扩展比主机上的文件更新</translation>
    </message>
    <message>
        <source>the library that is loaded is version %1</source>
        <translation>已加载的库文件版本为 %1</translation>
    </message>
    <message>
        <source>the host has %1</source>
        <translation>主机上为 %1</translation>
    </message>
</context>
<context>
    <name>quiver::ui::BadRowsModel</name>
    <message>
        <source>Row</source>
        <translation>行</translation>
    </message>
    <message>
        <source>line %1</source>
        <translation>第 %1 行</translation>
    </message>
    <message>
        <source>row %1 (from 0)</source>
        <translation>第 %1 行（从 0 开始）</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
</context>
<context>
    <name>quiver::ui::BehaviourPage</name>
    <message>
        <source>the first that answers (any)</source>
        <translation>最先应答的 (any)</translation>
    </message>
    <message>
        <source>one that takes writes (read-write)</source>
        <translation>可写的 (read-write)</translation>
    </message>
    <message>
        <source>one that only reads (read-only)</source>
        <translation>只读的 (read-only)</translation>
    </message>
    <message>
        <source>the primary (primary)</source>
        <translation>主库 (primary)</translation>
    </message>
    <message>
        <source>a standby (standby)</source>
        <translation>备库 (standby)</translation>
    </message>
    <message>
        <source>a standby, else any (prefer-standby)</source>
        <translation>备库，否则任意 (prefer-standby)</translation>
    </message>
    <message>
        <source>the order of the list</source>
        <translation>按列表顺序</translation>
    </message>
    <message>
        <source>an order by chance, to spread the load (random)</source>
        <translation>随机顺序，以分散负载 (random)</translation>
    </message>
    <message>
        <source>on (standard)</source>
        <translation>开启（标准）</translation>
    </message>
    <message>
        <source>on</source>
        <translation>开启</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>quiver::ui::BenchBuildFields</name>
    <message>
        <source>&amp;Build other indexes on a copy</source>
        <translation>在副本上构建其他索引(&amp;B)</translation>
    </message>
    <message>
        <source>In a schema of its own that is removed at the end. The table and its indexes are not touched.</source>
        <translation>在临时 schema 中进行，结束时移除。表及其索引不受影响。</translation>
    </message>
    <message>
        <source>the column as it is</source>
        <translation>列本身</translation>
    </message>
    <message>
        <source>halfvec</source>
        <translation>halfvec</translation>
    </message>
    <message>
        <source>signs (binary), re-ranked</source>
        <translation>符号（二值），重排</translation>
    </message>
    <message>
        <source>Index on</source>
        <translation>索引类型</translation>
    </message>
    <message>
        <source>Numbers of first dimensions, separated by commas</source>
        <translation>前若干维的维数，以逗号分隔</translation>
    </message>
    <message>
        <source>none; 128, 256</source>
        <translation>无；128, 256</translation>
    </message>
    <message>
        <source>Indexes on the first dimensions, whose candidates are re-ranked: for models that were trained for that (Matryoshka)</source>
        <translation>在前若干维上建索引，其候选再重排：适用于为此训练的模型 (Matryoshka)</translation>
    </message>
    <message>
        <source>First dimensions</source>
        <translation>前若干维</translation>
    </message>
    <message>
        <source>Values of m, separated by commas</source>
        <translation>m 的值，以逗号分隔</translation>
    </message>
    <message>
        <source>no HNSW</source>
        <translation>无 HNSW</translation>
    </message>
    <message>
        <source>HNSW m</source>
        <translation>HNSW m</translation>
    </message>
    <message>
        <source>Values of ef_construction, separated by commas</source>
        <translation>ef_construction 的值，以逗号分隔</translation>
    </message>
    <message>
        <source>ef_construction</source>
        <translation>ef_construction</translation>
    </message>
    <message>
        <source>Values of lists of IVFFlat, separated by commas</source>
        <translation>IVFFlat 的 lists 值，以逗号分隔</translation>
    </message>
    <message>
        <source>no IVFFlat</source>
        <translation>无 IVFFlat</translation>
    </message>
    <message>
        <source>IVFFlat lists</source>
        <translation>IVFFlat lists</translation>
    </message>
    <message>
        <source>Share of the rows that is copied</source>
        <translation>复制的行占比</translation>
    </message>
    <message>
        <source> % of the rows</source>
        <translation> % 的行</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>maintenance_work_mem of the builds</source>
        <translation>构建时的 maintenance_work_mem</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source>maintenance_work_mem, for these builds alone</source>
        <translation>maintenance_work_mem，仅用于这些构建</translation>
    </message>
    <message>
        <source>the server&apos;s</source>
        <translation>服务器的设置</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>The column has %1 dimensions: take fewer.</source>
        <translation>该列有 %1 维：请取更少的维数。</translation>
    </message>
    <message>
        <source>Choose at least one that is indexed.</source>
        <translation>至少选择一种要索引的形式。</translation>
    </message>
    <message>
        <source>No build is left: ef_construction has to be at least twice m.</source>
        <translation>没有可构建的组合：ef_construction 至少须为 m 的两倍。</translation>
    </message>
    <message>
        <source>Give values of m, of lists, or of both.</source>
        <translation>请给出 m 或 lists 的值，或两者都给出。</translation>
    </message>
    <message>
        <source>m %1 with %2</source>
        <translation>m %1 配 %2</translation>
    </message>
    <message>
        <source>Left out, as ef_construction has to be at least twice m: %1.</source>
        <translation>已略去（ef_construction 至少须为 m 的两倍）：%1。</translation>
    </message>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
    <message>
        <source>The table has no key, so random rows cannot be told again on a copy. Ask with vectors of a file or with texts, give it a primary key, or build no other indexes.</source>
        <translation>此表没有键，因此在副本上无法再认出这些随机行。请用文件中的向量或文本来查询，或为它添加主键，或不构建其他索引。</translation>
    </message>
    <message>
        <source>The table has no key to choose a part of its rows by: copy 100 %, or give it a primary key.</source>
        <translation>此表没有键，无法据以选取部分行：请复制 100 %，或为它添加主键。</translation>
    </message>
</context>
<context>
    <name>quiver::ui::BenchCharts</name>
    <message>
        <source>the server&apos;s settings</source>
        <translation>服务器的设置</translation>
    </message>
    <message>
        <source>Queries/s</source>
        <translation>查询/秒</translation>
    </message>
    <message>
        <source>p95 (ms)</source>
        <translation>p95 (ms)</translation>
    </message>
    <message>
        <source>p99 (ms)</source>
        <translation>p99 (ms)</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <source>Queries per second</source>
        <translation>每秒查询数</translation>
    </message>
    <message>
        <source>Median latency (ms)</source>
        <translation>延迟中位数 (ms)</translation>
    </message>
    <message>
        <source>p95 latency (ms)</source>
        <translation>p95 延迟 (ms)</translation>
    </message>
    <message>
        <source>p99 latency (ms)</source>
        <translation>p99 延迟 (ms)</translation>
    </message>
    <message>
        <source>%1 by recall</source>
        <translation>不同召回率下的%1</translation>
    </message>
    <message>
        <source>Recall (logit scale)</source>
        <translation>召回率（logit 刻度）</translation>
    </message>
    <message>
        <source>beaten in both ways</source>
        <translation>两方面均不占优</translation>
    </message>
    <message>
        <source>Runs whose recall was measured appear here. Measure two or more settings, or sweep a grid of them.</source>
        <translation>测量了召回率的运行显示在这里。请测量两种或更多设置，或扫描一组参数网格。</translation>
    </message>
    <message>
        <source>no index</source>
        <translation>无索引</translation>
    </message>
    <message>
        <source>best</source>
        <translation>最佳</translation>
    </message>
    <message>
        <source>Distribution of latency</source>
        <translation>延迟分布</translation>
    </message>
    <message>
        <source>Latency (ms, logarithmic)</source>
        <translation>延迟（ms，对数刻度）</translation>
    </message>
    <message>
        <source>Share of executions (%)</source>
        <translation>执行占比 (%)</translation>
    </message>
    <message>
        <source>Choose a run: how its latencies are spread appears here.</source>
        <translation>选择一次运行：其延迟分布显示在这里。</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 到 %2</translation>
    </message>
    <message>
        <source>%1 executions, %2 %</source>
        <translation>%1 次执行，%2 %</translation>
    </message>
    <message>
        <source>%1 by workers</source>
        <translation>不同工作进程数下的%1</translation>
    </message>
    <message>
        <source>Workers</source>
        <translation>工作进程</translation>
    </message>
    <message>
        <source>Measure with several numbers of workers (a ladder): how throughput and latency follow them appears here.</source>
        <translation>用多种工作进程数（阶梯）测量：吞吐量和延迟随之的变化显示在这里。</translation>
    </message>
    <message>
        <source>Queries per second during the run</source>
        <translation>运行期间的每秒查询数</translation>
    </message>
    <message>
        <source>Seconds since it began</source>
        <translation>开始后的秒数</translation>
    </message>
    <message>
        <source>Choose a run: how its rate went appears here.</source>
        <translation>选择一次运行：其速率变化显示在这里。</translation>
    </message>
    <message>
        <source>at %1 s: %2</source>
        <translation>第 %1 s：%2</translation>
    </message>
    <message>
        <source>Size of the indexes</source>
        <translation>索引大小</translation>
    </message>
    <message>
        <source>Runs that used an index appear here with its size.</source>
        <translation>使用了索引的运行及其索引大小显示在这里。</translation>
    </message>
    <message>
        <source>Time to build the indexes</source>
        <translation>索引构建时间</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>Indexes that a sweep built appear here with the time that took.</source>
        <translation>扫描中构建的索引及其用时显示在这里。</translation>
    </message>
    <message>
        <source>%1 over time</source>
        <translation>%1随时间的变化</translation>
    </message>
    <message>
        <source>Runs that are kept appear here in the order of time. Repeat one to see whether it becomes slower.</source>
        <translation>保留的运行按时间顺序显示在这里。重复一次运行，看它是否变慢。</translation>
    </message>
    <message>
        <source>not complete</source>
        <translation>不完整</translation>
    </message>
    <message>
        <source>%1 others</source>
        <translation>其他 %1 个</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>an index, what is asked of it</comment>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>others</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>best of what was asked alike</source>
        <translation>相同查询中的最优</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a chart, what its runs are kept as</comment>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>quiver::ui::BenchForm</name>
    <message>
        <source>Choose a table that has vectors.</source>
        <translation>选择一个含向量的表。</translation>
    </message>
    <message>
        <source>Choose a table. A benchmark only reads it: recall against exact neighbours, latency and queries per second, with whatever settings you want to compare.</source>
        <translation>选择一个表。基准测试只读取它：相对于精确近邻的召回率、延迟和每秒查询数，可用任意设置进行比较。</translation>
    </message>
    <message>
        <source>Something in the form is wrong; it is said below the field.</source>
        <translation>表单中有错误；详见字段下方的说明。</translation>
    </message>
    <message>
        <source>1 run</source>
        <translation>1 次运行</translation>
    </message>
    <message>
        <source>%1 runs</source>
        <translation>%1 次运行</translation>
    </message>
    <message>
        <source>1 connection</source>
        <translation>1 个连接</translation>
    </message>
    <message>
        <source>%1 connections</source>
        <translation>%1 个连接</translation>
    </message>
    <message>
        <source>1 index is built</source>
        <translation>构建 1 个索引</translation>
    </message>
    <message>
        <source>%1 indexes are built</source>
        <translation>构建 %1 个索引</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>More: %1</source>
        <translation>更多：%1</translation>
    </message>
    <message>
        <source>%1, about %2 of measuring by up to %3.</source>
        <translation>%1，测量约 %2，最多使用 %3。</translation>
    </message>
    <message>
        <source>The sessions are read-only.</source>
        <translation>会话为只读。</translation>
    </message>
    <message>
        <source>%1 on a copy in a schema of its own, which is removed at the end; the table is only read.</source>
        <translation>%1（在专用 schema 的副本上，结束时移除）；表仅被读取。</translation>
    </message>
    <message>
        <source>The tuner takes one value: leave one.</source>
        <translation>调优只取一个值：请只留一个。</translation>
    </message>
    <message>
        <source>These lists make more than %1 runs, each with every value of the others: take fewer values.</source>
        <translation>这些列表的值相互组合，会有超过 %1 次运行：请减少取值。</translation>
    </message>
</context>
<context>
    <name>quiver::ui::BenchLoadFields</name>
    <message>
        <source>Values of hnsw.ef_search, separated by commas</source>
        <translation>hnsw.ef_search 的值，以逗号分隔</translation>
    </message>
    <message>
        <source>40, 100, 200</source>
        <translation>40, 100, 200</translation>
    </message>
    <message>
        <source>&amp;ef_search</source>
        <translation>ef_search(&amp;E)</translation>
    </message>
    <message>
        <source>Values of ivfflat.probes, separated by commas</source>
        <translation>ivfflat.probes 的值，以逗号分隔</translation>
    </message>
    <message>
        <source>1, 10, 30</source>
        <translation>1, 10, 30</translation>
    </message>
    <message>
        <source>&amp;probes</source>
        <translation>probes(&amp;P)</translation>
    </message>
    <message>
        <source>Numbers of workers, separated by commas</source>
        <translation>工作进程数，以逗号分隔</translation>
    </message>
    <message>
        <source>1, 2, 4, 8</source>
        <translation>1, 2, 4, 8</translation>
    </message>
    <message>
        <source>Each worker is a connection of its own that asks one query after the other</source>
        <translation>每个工作进程是一个独立的连接，逐个发出查询</translation>
    </message>
    <message>
        <source>W&amp;orkers</source>
        <translation>工作进程(&amp;O)</translation>
    </message>
    <message>
        <source>Seconds to measure for</source>
        <translation>测量的秒数</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>&amp;Measure for</source>
        <translation>测量时长(&amp;M)</translation>
    </message>
    <message>
        <source>Measure recal&amp;l</source>
        <translation>测量召回率(&amp;L)</translation>
    </message>
    <message>
        <source>Against exact neighbours, which are computed here and kept until the table changes</source>
        <translation>与精确近邻比较；精确近邻在本机计算，并保留到表发生变化</translation>
    </message>
    <message>
        <source>Name of the benchmark</source>
        <translation>基准测试的名称</translation>
    </message>
    <message>
        <source>its runs become a history</source>
        <translation>其运行将成为历史记录</translation>
    </message>
    <message>
        <source>Keep a&amp;s</source>
        <translation>保存为(&amp;S)</translation>
    </message>
    <message>
        <source>Iterative scan</source>
        <translation>迭代扫描</translation>
    </message>
    <message>
        <source>as the server has it</source>
        <translation>按服务器设置</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>relaxed order</source>
        <translation>宽松顺序</translation>
    </message>
    <message>
        <source>strict order (HNSW)</source>
        <translation>严格顺序 (HNSW)</translation>
    </message>
    <message>
        <source>off and relaxed order</source>
        <translation>关闭与宽松顺序</translation>
    </message>
    <message>
        <source>When a query is sent</source>
        <translation>查询的发送时机</translation>
    </message>
    <message>
        <source>Queries per second of all workers</source>
        <translation>全部工作进程的每秒查询数</translation>
    </message>
    <message>
        <source> queries/s</source>
        <translation> 查询/秒</translation>
    </message>
    <message>
        <source>Executions after which it ends</source>
        <translation>达到此执行次数即结束</translation>
    </message>
    <message>
        <source> executions</source>
        <translation> 次执行</translation>
    </message>
    <message>
        <source>Seconds of warming up, not measured</source>
        <translation>预热的秒数，不计入测量</translation>
    </message>
    <message>
        <source>none: caches as they are</source>
        <translation>无：缓存保持原样</translation>
    </message>
    <message>
        <source>Warm up</source>
        <translation>预热</translation>
    </message>
    <message>
        <source>iterative scan</source>
        <translation>迭代扫描</translation>
    </message>
    <message>
        <source>a fixed rate</source>
        <translation>固定速率</translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation>最多 %1</translation>
    </message>
    <message>
        <source>warm-up</source>
        <translation>预热</translation>
    </message>
    <message>
        <source>no warm-up</source>
        <translation>不预热</translation>
    </message>
    <message>
        <source>example</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>strict and relaxed order</source>
        <translation>严格与宽松顺序</translation>
    </message>
    <message>
        <source>off, strict and relaxed order</source>
        <translation>关闭、严格与宽松顺序</translation>
    </message>
    <message>
        <source>Other settings, each with its values</source>
        <translation>其他设置，各带其取值</translation>
    </message>
    <message>
        <source>work_mem = 4MB, 64MB; jit = off</source>
        <translation>work_mem = 4MB, 64MB; jit = off</translation>
    </message>
    <message>
        <source>Any setting of a session, as hnsw.max_scan_tuples = 20000, 40000; hnsw.scan_mem_multiplier = 1, 2: every combination is a run</source>
        <translation>会话的任何设置，例如 hnsw.max_scan_tuples = 20000, 40000; hnsw.scan_mem_multiplier = 1, 2：每种组合为一次运行</translation>
    </message>
    <message>
        <source>Other settings</source>
        <translation>其他设置</translation>
    </message>
    <message>
        <source>closed loop: as fast as it answers</source>
        <translation>闭环：答完即发</translation>
    </message>
    <message>
        <source>open loop: at a fixed rate</source>
        <translation>开环：固定速率</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>负载</translation>
    </message>
    <message>
        <source>no limit but the time</source>
        <translation>仅受时间限制</translation>
    </message>
    <message>
        <source>Executions</source>
        <translation>执行次数</translation>
    </message>
    <message>
        <source>Each search wants %1 rows, one of which is the query&apos;s own: with %2 recall cannot be full.</source>
        <translation>每次搜索要取 %1 行，其中一行是查询自身：%2 时召回率无法达到 1。</translation>
    </message>
    <message>
        <source>Each search wants %1 rows: with %2 recall cannot be full.</source>
        <translation>每次搜索要取 %1 行：%2 时召回率无法达到 1。</translation>
    </message>
    <message>
        <source>Write each once, as name = value, value; with a semicolon before the next.</source>
        <translation>每项只写一次，形如 名称 = 值, 值；下一项之前用分号隔开。</translation>
    </message>
    <message>
        <source>other settings</source>
        <translation>其他设置</translation>
    </message>
</context>
<context>
    <name>quiver::ui::BenchPart</name>
    <message>
        <source>Whole numbers from %1 to %2, separated by commas.</source>
        <translation>%1 到 %2 的整数，以逗号分隔。</translation>
    </message>
    <message>
        <source>At least one number is needed.</source>
        <translation>至少需要一个数字。</translation>
    </message>
</context>
<context>
    <name>quiver::ui::BenchQueryFields</name>
    <message>
        <source>Where the query vectors come from</source>
        <translation>查询向量的来源</translation>
    </message>
    <message>
        <source>a file kept aside</source>
        <translation>另存的文件</translation>
    </message>
    <message>
        <source>texts</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>&amp;Queries</source>
        <translation>查询(&amp;Q)</translation>
    </message>
    <message>
        <source>.npy, .fvecs, CSV or JSON</source>
        <translation>.npy、.fvecs、CSV 或 JSON</translation>
    </message>
    <message>
        <source>Field of the file that holds the vectors</source>
        <translation>文件中存放向量的字段</translation>
    </message>
    <message>
        <source>Field; empty: the first with vectors</source>
        <translation>字段；留空：第一个含向量的字段</translation>
    </message>
    <message>
        <source>Texts, one a line</source>
        <translation>文本，每行一条</translation>
    </message>
    <message>
        <source>One text a line</source>
        <translation>每行一条文本</translation>
    </message>
    <message>
        <source>Number of queries</source>
        <translation>查询数量</translation>
    </message>
    <message>
        <source>&amp;Number</source>
        <translation>数量(&amp;N)</translation>
    </message>
    <message>
        <source>Seed: the same rows for the same seed and table</source>
        <translation>种子：同一种子和同一张表得到相同的行</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Choose a file of vectors that are not in the table.</source>
        <translation>选择一个文件，其中的向量不在表中。</translation>
    </message>
    <message>
        <source>Write one text a line.</source>
        <translation>每行写一条文本。</translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation>种子 %1</translation>
    </message>
    <message>
        <source>random rows</source>
        <translation>随机行</translation>
    </message>
    <message>
        <source>There is no such file.</source>
        <translation>没有这个文件。</translation>
    </message>
</context>
<context>
    <name>quiver::ui::BenchRunPage</name>
    <message>
        <source>Your note on the run</source>
        <translation>您对此次运行的备注</translation>
    </message>
    <message>
        <source>A note on this run: what was changed, why it was made</source>
        <translation>此次运行的备注：改了什么，为何运行</translation>
    </message>
    <message>
        <source>Against %1: %2</source>
        <comment>a run and a verdict</comment>
        <translation>与 %1 相比：%2</translation>
    </message>
    <message>
        <source>recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <source>queries/s</source>
        <translation>查询/秒</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>min</source>
        <translation>最小</translation>
    </message>
    <message>
        <source>max</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>executions</source>
        <translation>执行次数</translation>
    </message>
    <message>
        <source>errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>fewer than k rows</source>
        <translation>不足 k 行</translation>
    </message>
    <message>
        <source>index</source>
        <translation>索引</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>PostgreSQL %1, pgvector %2, %3 x %4 dimensions.</source>
        <translation>PostgreSQL %1，pgvector %2，%3 x %4 维。</translation>
    </message>
    <message>
        <source>rows not counted,</source>
        <translation>行数未统计，</translation>
    </message>
    <message>
        <source>search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>pages hit/read of each before</source>
        <translation>此前每次命中/读取的页</translation>
    </message>
    <message>
        <source>after</source>
        <comment>pages hit/read of each before 90/12, after 102/0</comment>
        <translation>之后</translation>
    </message>
    <message>
        <source>pages hit/read of each after</source>
        <translation>此后每次命中/读取的页</translation>
    </message>
    <message>
        <source>warm-up</source>
        <translation>预热</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 that meet the conditions,</source>
        <translation>满足条件的 %1 行，</translation>
    </message>
    <message>
        <source>Figures of the runs chosen</source>
        <translation>所选运行的数据</translation>
    </message>
</context>
<context>
    <name>quiver::ui::BenchScreen</name>
    <message>
        <source>Tune</source>
        <translation>调优</translation>
    </message>
    <message>
        <source>Measure searches</source>
        <translation>测量搜索</translation>
    </message>
    <message>
        <source>Here you measure recall, latency and queries per second of a search on your own table, compare settings and indexes, and find the cheapest that reach a target. Open a connection to begin.</source>
        <translation>在这里测量对您自己的表进行搜索的召回率、延迟和每秒查询数，比较各种设置和索引，并找出达到目标的最低代价方案。请先打开连接。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Say in the form which search is to be tuned.</source>
        <translation>请在表单中指定要调优的搜索。</translation>
    </message>
    <message>
        <source>Tick in the form that other indexes are built, and say which ones the tuner may choose from.</source>
        <translation>请在表单中勾选构建其他索引，并指定调优可选用哪些索引。</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>Run (Enter in a field, or Ctrl+Return)</source>
        <translation>运行（在字段中按 Enter，或按 Ctrl+Return）</translation>
    </message>
    <message>
        <source>&amp;What it would do</source>
        <translation>预估开销(&amp;W)</translation>
    </message>
    <message>
        <source>Looks at the table and tells runs, builds, disk and time, without making any</source>
        <translation>查看表并说明运行、构建、磁盘和时间，但不实际执行</translation>
    </message>
    <message>
        <source>The statement that is measured, with one of its vectors, in the console</source>
        <translation>在控制台中显示所测量的语句（带其中一个向量）</translation>
    </message>
    <message>
        <source>How far the benchmark is</source>
        <translation>基准测试的进度</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Ends the measuring and keeps what was measured (Esc); a second time ends it at once</source>
        <translation>结束测量并保留已测结果 (Esc)；再按一次立即结束</translation>
    </message>
    <message>
        <source>Queries per second</source>
        <translation>每秒查询数</translation>
    </message>
    <message>
        <source>queries/s</source>
        <translation>查询/秒</translation>
    </message>
    <message>
        <source>Reading its columns…</source>
        <translation>正在读取列…</translation>
    </message>
    <message>
        <source>Copies %1 (%2) into a schema of its own, which is removed at the end; at most %3 of disk at a time.</source>
        <translation>将 %1（%2）复制到临时 schema，结束时移除；同一时间最多占用 %3 磁盘。</translation>
    </message>
    <message>
        <source>Builds %1: %2, %3.</source>
        <translation>构建 %1：%2，%3。</translation>
    </message>
    <message>
        <source>size not known</source>
        <translation>大小未知</translation>
    </message>
    <message>
        <source>time not known</source>
        <translation>时间未知</translation>
    </message>
    <message>
        <source>1 run</source>
        <translation>1 次运行</translation>
    </message>
    <message>
        <source>%1 runs</source>
        <translation>%1 次运行</translation>
    </message>
    <message>
        <source>Beginning…</source>
        <translation>正在开始…</translation>
    </message>
    <message>
        <source>about %1 left</source>
        <translation>约剩 %1</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>移除…</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂不</translation>
    </message>
    <message>
        <source>A benchmark runs on %1</source>
        <translation>%1 上正在运行基准测试</translation>
    </message>
    <message>
        <source>a server that was closed</source>
        <translation>已关闭的服务器</translation>
    </message>
    <message>
        <source>Benchmark</source>
        <translation>基准测试</translation>
    </message>
    <message>
        <source>Find it</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>All builds take about %1.</source>
        <translation>全部构建约需 %1。</translation>
    </message>
    <message>
        <source>A benchmark that was killed left %1 on the server, which nobody uses: %2.</source>
        <translation>被强行终止的基准测试在服务器上留下了 %1，现已无人使用：%2。</translation>
    </message>
    <message>
        <source>Back to the benchmark</source>
        <translation>返回基准测试</translation>
    </message>
    <message>
        <source>SQL</source>
        <translation>SQL</translation>
    </message>
    <message>
        <source>The index of this run was built on a copy, which is gone. To build it again, tick in the form that other indexes are built, and say how.</source>
        <translation>此次运行的索引建在一个已删除的副本上。如需重建，请在表单中勾选构建其他索引并说明方式。</translation>
    </message>
    <message>
        <source>rows that nobody has counted yet</source>
        <translation>尚未统计的行</translation>
    </message>
    <message>
        <source>Nothing has begun yet. The tuner builds on growing samples, and the best once more on all rows; if it had to build all of them so, this is what it takes:</source>
        <translation>尚未开始。调优器在逐渐增大的样本上构建，并在全部行上重建最优者；若全部都要这样构建，所需为：</translation>
    </message>
    <message>
        <source>Nothing has begun yet. This is what a run of the form does:</source>
        <translation>尚未开始。按此表单运行将会：</translation>
    </message>
    <message>
        <source>%1, %2 of measuring; copies, exact neighbours and recall take their time on top. The table is only read.</source>
        <translation>%1，测量 %2；副本、精确近邻与召回率另需时间。该表只被读取。</translation>
    </message>
    <message>
        <source>Run it now</source>
        <translation>立即运行</translation>
    </message>
    <message>
        <source>about %1 of measuring left</source>
        <translation>测量约剩 %1</translation>
    </message>
    <message>
        <source>Remove it</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove them</source>
        <translation>移除它们</translation>
    </message>
    <message>
        <source>The index of this run was built on a copy, which is gone: a run of the form builds it again.</source>
        <translation>此运行的索引是在副本上构建的，副本已不在：运行表单会重新构建它。</translation>
    </message>
    <message>
        <source>The tuner has ended on %1: what it found stands there.</source>
        <translation>%1 上的调优已结束：结果在那个连接里查看。</translation>
    </message>
    <message>
        <source>The tuner measures with one value of each field: leave one where it is marked in the form.</source>
        <translation>调优时每个字段只取一个值：请在表单中标出的字段里只留一个。</translation>
    </message>
    <message>
        <source>Leaves out %1:</source>
        <translation>跳过 %1：</translation>
    </message>
</context>
<context>
    <name>quiver::ui::BenchSearchFields</name>
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
        <source>k: the number of neighbours wanted</source>
        <translation>k：所需的近邻数</translation>
    </message>
    <message>
        <source>&amp;k</source>
        <translation>k(&amp;K)</translation>
    </message>
    <message>
        <source>W&amp;here</source>
        <translation>条件(&amp;H)</translation>
    </message>
    <message>
        <source>Filter that lets through a share of the rows</source>
        <translation>放行部分行的过滤条件</translation>
    </message>
    <message>
        <source> % of the rows</source>
        <translation> % 的行</translation>
    </message>
    <message>
        <source>A filter by a hash of the key, to see what filters of that strength do to recall and latency</source>
        <translation>按键的哈希过滤，用于了解这种强度的过滤对召回率和延迟的影响</translation>
    </message>
    <message>
        <source>no filter</source>
        <translation>不过滤</translation>
    </message>
    <message>
        <source>A cheaper distance that finds candidates</source>
        <translation>用于寻找候选的更廉价的距离</translation>
    </message>
    <message>
        <source>The column&apos;s own distance then puts the candidates in order</source>
        <translation>随后按该列自身的距离为候选排序</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
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
        <source>First stage</source>
        <translation>第一阶段</translation>
    </message>
    <message>
        <source>So many of the first dimensions</source>
        <translation>使用前若干维的维数</translation>
    </message>
    <message>
        <source> dimensions</source>
        <translation> 维</translation>
    </message>
    <message>
        <source>Candidates for each of the k, separated by commas</source>
        <translation>每个 k 的候选数，以逗号分隔</translation>
    </message>
    <message>
        <source>4, 10, 20</source>
        <translation>4, 10, 20</translation>
    </message>
    <message>
        <source>Candidates of the first stage for each of the k, which are then put in order by the column&apos;s own distance</source>
        <translation>第一阶段为每个 k 取的候选数，随后按该列自身的距离排序</translation>
    </message>
    <message>
        <source>Over-fetch</source>
        <translation>超取倍数</translation>
    </message>
    <message>
        <source>A statement of your own, with :vec for the query vector</source>
        <translation>您自己的语句，用 :vec 表示查询向量</translation>
    </message>
    <message>
        <source>Empty: the search above. Or yours, with :vec for the query vector</source>
        <translation>留空：上面的搜索。或您自己的语句，用 :vec 表示查询向量</translation>
    </message>
    <message>
        <source>Own SQL</source>
        <translation>自定义 SQL</translation>
    </message>
    <message>
        <source>Recall is against the exact neighbours of the search above, where its columns have the names of the table&apos;s key.</source>
        <translation>当其列名与表的键相同时，召回率以上面搜索的精确近邻为准。</translation>
    </message>
    <message>
        <source>This table has no vectors</source>
        <translation>此表没有向量</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>an index and its method</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>No index: all rows are compared</source>
        <translation>无索引：将比较所有行</translation>
    </message>
    <message>
        <source>Index: %1</source>
        <translation>索引：%1</translation>
    </message>
    <message>
        <source>This table has no vectors: choose another one.</source>
        <translation>此表没有向量：请选择另一张表。</translation>
    </message>
    <message>
        <source>A statement of your own names its table, so it cannot be run on a copy: empty it, or build no other indexes.</source>
        <translation>自定义语句指定了其表，因此无法在副本上运行：请清空它，或不构建其他索引。</translation>
    </message>
    <message>
        <source>filter</source>
        <translation>过滤</translation>
    </message>
    <message>
        <source>first stage</source>
        <translation>第一阶段</translation>
    </message>
    <message>
        <source>over-fetch</source>
        <translation>超取</translation>
    </message>
    <message>
        <source>own SQL</source>
        <translation>自定义 SQL</translation>
    </message>
    <message>
        <source>Selectivity</source>
        <translation>选择率</translation>
    </message>
</context>
<context>
    <name>quiver::ui::BenchWords</name>
    <message>
        <source>%1 (%2 to %3)</source>
        <comment>a mean and its interval</comment>
        <translation>%1（%2 到 %3）</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>未测量</translation>
    </message>
    <message>
        <source>%1/s</source>
        <comment>queries per second</comment>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>recall@%1 %2</source>
        <translation>recall@%1 %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>queries per second, workers</comment>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>1 worker</source>
        <translation>1 个工作进程</translation>
    </message>
    <message>
        <source>%1 workers</source>
        <translation>%1 个工作进程</translation>
    </message>
    <message>
        <source>p50 %1, p95 %2, p99 %3</source>
        <translation>p50 %1，p95 %2，p99 %3</translation>
    </message>
    <message>
        <source>complete</source>
        <translation>完整</translation>
    </message>
    <message>
        <source>cancelled after %1</source>
        <translation>%1 后取消</translation>
    </message>
    <message>
        <source>incomplete: %1</source>
        <translation>不完整：%1</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>k %1</source>
        <translation>k %1</translation>
    </message>
    <message>
        <source>1 random row</source>
        <translation>1 个随机行</translation>
    </message>
    <message>
        <source>%1 random rows</source>
        <translation>%1 个随机行</translation>
    </message>
    <message>
        <source>1 text</source>
        <translation>1 段文本</translation>
    </message>
    <message>
        <source>%1 texts</source>
        <translation>%1 段文本</translation>
    </message>
    <message>
        <source>1 filter</source>
        <translation>1 个过滤条件</translation>
    </message>
    <message>
        <source>%1 filters</source>
        <translation>%1 个过滤条件</translation>
    </message>
    <message>
        <source>%1 % of the rows</source>
        <translation>%1 % 的行</translation>
    </message>
    <message>
        <source>own SQL</source>
        <translation>自定义 SQL</translation>
    </message>
    <message>
        <source>kept as %1</source>
        <translation>保存为 %1</translation>
    </message>
</context>
<context>
    <name>quiver::ui::BenchWork</name>
    <message>
        <source>Read what %1 is like</source>
        <translation>读取 %1 的特征</translation>
    </message>
    <message>
        <source>Benchmark %1</source>
        <translation>基准测试 %1</translation>
    </message>
    <message>
        <source>What a benchmark would do</source>
        <translation>预估基准测试的开销</translation>
    </message>
    <message>
        <source>Tune %1</source>
        <translation>调优 %1</translation>
    </message>
    <message>
        <source>Look at the statement of a benchmark</source>
        <translation>查看基准测试的语句</translation>
    </message>
    <message>
        <source>Look for what a benchmark left</source>
        <translation>查找基准测试的遗留内容</translation>
    </message>
    <message>
        <source>Look who embedded %1</source>
        <translation>查看 %1 由谁嵌入</translation>
    </message>
    <message>
        <source>The run ended early. %1 What was measured until then is kept.</source>
        <translation>运行提前结束。%1 此前测得的内容已保留。</translation>
    </message>
    <message>
        <source>Measure the plan of a benchmark</source>
        <translation>测量基准测试的执行计划</translation>
    </message>
    <message>
        <source>The run after it was not begun.</source>
        <translation>其后的 1 次运行未开始。</translation>
    </message>
    <message>
        <source>The %1 runs after it were not begun.</source>
        <translation>其后的 %1 次运行未开始。</translation>
    </message>
    <message>
        <source>Cancelled. No run was kept.</source>
        <translation>已取消。未保留任何运行。</translation>
    </message>
    <message>
        <source>Cancelled. What was measured until then is kept.</source>
        <translation>已取消。此前的测量结果已保留。</translation>
    </message>
    <message>
        <source>%1 of %2 have notes, which stand below their figures: %3.</source>
        <translation>%2 中有 %1 带有说明，列在其数字下方：%3。</translation>
    </message>
    <message>
        <source>1 run</source>
        <translation>1 次运行</translation>
    </message>
    <message>
        <source>%1 runs</source>
        <translation>%1 次运行</translation>
    </message>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
    <message>
        <source>On %1: %2</source>
        <comment>a server, and what happened there</comment>
        <translation>在 %1 上：%2</translation>
    </message>
    <message>
        <source>Cancelled. Nothing had begun.</source>
        <translation>已取消。尚未开始任何操作。</translation>
    </message>
    <message>
        <source>Cancelled. Nothing was changed; what was tried until then stands under “Tune”.</source>
        <translation>已取消。没有做任何更改；此前试过的设置列在“调优”中。</translation>
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
    <message>
        <source>Rows as the server estimates them, after its last VACUUM or ANALYZE</source>
        <translation>服务器在上次 VACUUM 或 ANALYZE 后估算的行数</translation>
    </message>
    <message>
        <source>On disk, with indexes and oversized values</source>
        <translation>磁盘占用，含索引和超大值</translation>
    </message>
    <message>
        <source>No tables or views</source>
        <translation>没有表或视图</translation>
    </message>
    <message>
        <source>No columns</source>
        <translation>没有列</translation>
    </message>
    <message>
        <source>Nothing here</source>
        <translation>此处为空</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source>Could not be read; press Return to try again: %1</source>
        <translation>无法读取；按 Return 重试：%1</translation>
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
    <message>
        <source>L2</source>
        <translation>L2</translation>
    </message>
    <message>
        <source>inner product</source>
        <translation>内积</translation>
    </message>
    <message>
        <source>cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>L1</source>
        <translation>L1</translation>
    </message>
    <message>
        <source>Hamming</source>
        <translation>汉明</translation>
    </message>
    <message>
        <source>Jaccard</source>
        <translation>Jaccard</translation>
    </message>
    <message>
        <source>partial</source>
        <translation>部分索引</translation>
    </message>
    <message>
        <source>not indexed</source>
        <translation>未建索引</translation>
    </message>
    <message>
        <source>table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>partitioned table</source>
        <translation>分区表</translation>
    </message>
    <message>
        <source>foreign table</source>
        <translation>外部表</translation>
    </message>
    <message>
        <source>sequence</source>
        <translation>序列</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>access method, distance: HNSW cosine</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>system</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>partition</source>
        <translation>分区</translation>
    </message>
    <message>
        <source>unlogged</source>
        <translation>不记 WAL</translation>
    </message>
    <message>
        <source>%1, any dimensions</source>
        <translation>%1，任意维数</translation>
    </message>
    <message>
        <source>invalid</source>
        <translation>无效</translation>
    </message>
    <message>
        <source>vector</source>
        <translation>向量</translation>
    </message>
    <message>
        <source>%1 vectors</source>
        <translation>%1 个向量列</translation>
    </message>
    <message>
        <source>not created here</source>
        <translation>未在此创建</translation>
    </message>
    <message>
        <source>no access</source>
        <translation>无访问权限</translation>
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
    <message>
        <source>(open a connection to this database to query it)</source>
        <translation>（打开到此数据库的连接以查询它）</translation>
    </message>
    <message>
        <source>Searching the whole database…</source>
        <translation>正在搜索整个数据库…</translation>
    </message>
    <message>
        <source>The search failed: %1</source>
        <translation>搜索失败：%1</translation>
    </message>
    <message>
        <source>Nothing in the whole database contains &quot;%1&quot;.</source>
        <translation>整个数据库中没有包含“%1”的对象。</translation>
    </message>
    <message>
        <source>In the whole database: the first %1, type more to narrow down</source>
        <translation>整个数据库中：前 %1 个，继续输入以缩小范围</translation>
    </message>
    <message>
        <source>In the whole database: %1</source>
        <translation>整个数据库中：%1</translation>
    </message>
    <message>
        <source>Look through a server</source>
        <translation>浏览服务器</translation>
    </message>
    <message>
        <source>Here you see the databases, schemas, tables and indexes of the server that is open: which columns hold vectors, how many dimensions they have, and whether a search finds an index.</source>
        <translation>在这里可以看到已打开服务器的数据库、模式、表和索引：哪些列含有向量、有多少维，以及搜索是否能用到索引。</translation>
    </message>
    <message>
        <source>Shows what contains this text, and searches the whole database (Ctrl+F)</source>
        <translation>显示包含此文本的对象，并搜索整个数据库 (Ctrl+F)</translation>
    </message>
    <message>
        <source>Read all that is shown again (F5)</source>
        <translation>重新读取显示的全部内容 (F5)</translation>
    </message>
    <message>
        <source>Found in the whole database</source>
        <translation>在整个数据库中找到的对象</translation>
    </message>
    <message>
        <source>Refresh the tree</source>
        <translation>刷新树</translation>
    </message>
    <message>
        <source>Insert a row into the selected table</source>
        <translation>在所选表中插入一行</translation>
    </message>
    <message>
        <source>Repair the INVALID index…</source>
        <translation>修复 INVALID 索引…</translation>
    </message>
    <message>
        <source>Open in the console, with DROP in front</source>
        <translation>在控制台中打开，前面加上 DROP</translation>
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
    <message>
        <source>&amp;Advise what suits it</source>
        <translation>推荐合适的设置(&amp;A)</translation>
    </message>
    <message>
        <source>Fills the form with what suits the column&apos;s values, the server&apos;s memory and the queries that it remembers</source>
        <translation>根据列的值、服务器内存以及服务器记住的查询，填入合适的设置</translation>
    </message>
    <message>
        <source>The first dimension, counted from 1</source>
        <translation>起始维，从 1 计数</translation>
    </message>
    <message>
        <source>How many dimensions: as many as the model is trained to be cut off at</source>
        <translation>维数：模型训练时支持截断到的维数</translation>
    </message>
    <message>
        <source>so many</source>
        <translation>维数</translation>
    </message>
    <message>
        <source>From dimension</source>
        <translation>起始维</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>顺序</translation>
    </message>
    <message>
        <source>Ascending, NULL last</source>
        <translation>升序，NULL 在后</translation>
    </message>
    <message>
        <source>Ascending, NULL first</source>
        <translation>升序，NULL 在前</translation>
    </message>
    <message>
        <source>Descending, NULL first</source>
        <translation>降序，NULL 在前</translation>
    </message>
    <message>
        <source>Descending, NULL last</source>
        <translation>降序，NULL 在后</translation>
    </message>
    <message>
        <source>none; names with commas between them</source>
        <translation>无；各名称以逗号分隔</translation>
    </message>
    <message>
        <source>Further columns, or expressions in parentheses, in the order in which they are compared; of a B-tree each may have DESC or NULLS FIRST behind it</source>
        <translation>更多的列，或括号中的表达式，按比较的先后排列；B-tree 的每一项后面可带 DESC 或 NULLS FIRST</translation>
    </message>
    <message>
        <source>Columns that are only carried along, so that a query finds them without a look into the table</source>
        <translation>仅附带存储的列，使查询无需访问表即可取得</translation>
    </message>
    <message>
        <source>Including</source>
        <translation>附带列</translation>
    </message>
    <message>
        <source>jsonb_path_ops makes a smaller index of a jsonb column, for @&gt; only; text_pattern_ops serves LIKE &apos;x%&apos;</source>
        <translation>jsonb_path_ops 为 jsonb 列建更小的索引，但仅支持 @&gt;；text_pattern_ops 支持 LIKE &apos;x%&apos;</translation>
    </message>
    <message>
        <source>A condition in SQL: only rows that meet it are indexed, and only queries with the same condition use the index</source>
        <translation>SQL 条件：只索引满足条件的行，只有带相同条件的查询才会使用该索引</translation>
    </message>
    <message>
        <source>&amp;Unique: no two rows with the same values</source>
        <translation>唯一：没有两行的值相同(&amp;U)</translation>
    </message>
    <message>
        <source>CONCURRENTLY: the table can be written to all the time. The build takes longer, and waits for open transactions</source>
        <translation>CONCURRENTLY：期间表始终可写。构建时间更长，并需等待未结束的事务</translation>
    </message>
    <message>
        <source>maintenance_work_mem, for this build alone</source>
        <translation>maintenance_work_mem，仅用于此次构建</translation>
    </message>
    <message>
        <source>max_parallel_maintenance_workers, for this build alone; the leader works, too</source>
        <translation>max_parallel_maintenance_workers，仅用于此次构建；领导进程也参与工作</translation>
    </message>
    <message>
        <source>(%L1 to %L2, usually %L3)</source>
        <translation>（%L1 到 %L2，通常 %L3）</translation>
    </message>
    <message>
        <source>Half the size and memory, nearly the same neighbours. Queries have to cast the column the same way.</source>
        <translation>大小和内存减半，近邻几乎相同。查询须以同样方式转换该列。</translation>
    </message>
    <message>
        <source>1/32 of the size. Finds candidates by their Hamming distance, which a query then ranks by the whole vectors.</source>
        <translation>大小为 1/32。按汉明距离找候选，查询再按完整向量排名。</translation>
    </message>
    <message>
        <source>For models that are trained to be cut off (Matryoshka). Candidates are ranked by the whole vectors.</source>
        <translation>适用于训练时支持截断的模型 (Matryoshka)。候选按完整向量排名。</translation>
    </message>
    <message>
        <source>Then the inner product, which is the quickest to compute, orders as the cosine does.</source>
        <translation>此时计算最快的内积与余弦的排序一致。</translation>
    </message>
    <message>
        <source>Used by queries that have the very same expression.</source>
        <translation>用于含完全相同表达式的查询。</translation>
    </message>
    <message>
        <source>A graph of neighbours: quick searches that miss little, slow to build, best built in memory. Takes new rows well.</source>
        <translation>近邻图：搜索快、遗漏少，构建慢，最好在内存中构建。适合插入新行。</translation>
    </message>
    <message>
        <source>Lists around centres: quick to build and small. The centres are learnt from the rows that are there, and grow stale.</source>
        <translation>围绕中心的列表：构建快、体积小。中心从现有的行学习得出，会逐渐过时。</translation>
    </message>
    <message>
        <source>For filters and sorting: =, &lt;, &gt;, BETWEEN, IN.</source>
        <translation>用于过滤和排序：=、&lt;、&gt;、BETWEEN、IN。</translation>
    </message>
    <message>
        <source>For what holds many values: jsonb, arrays, full text.</source>
        <translation>用于含多个值的内容：jsonb、数组、全文检索。</translation>
    </message>
    <message>
        <source>For ranges, places and full text, and for what is near.</source>
        <translation>用于范围、地理位置和全文检索，以及邻近查找。</translation>
    </message>
    <message>
        <source>For large tables whose rows lie in the order of their values: very small.</source>
        <translation>用于行按值的顺序存放的大表：非常小。</translation>
    </message>
    <message>
        <source>For = alone.</source>
        <translation>仅用于 =。</translation>
    </message>
    <message>
        <source>Of another extension; its options are left at its own defaults.</source>
        <translation>来自其他扩展；其选项保持自身默认值。</translation>
    </message>
    <message>
        <source>The database&apos;s own</source>
        <translation>数据库默认的</translation>
    </message>
    <message>
        <source>The server&apos;s: %1</source>
        <translation>服务器设置：%1</translation>
    </message>
    <message>
        <source>The server&apos;s</source>
        <translation>服务器设置</translation>
    </message>
    <message>
        <source>the type&apos;s usual one</source>
        <translation>类型的默认项</translation>
    </message>
    <message>
        <source>By default_tablespace: %1</source>
        <translation>按 default_tablespace：%1</translation>
    </message>
    <message>
        <source>the usual one, %1</source>
        <translation>通常的一个，%1</translation>
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
    <message>
        <source>%1 (%2 to %3)</source>
        <extracomment>the time left with its uncertainty: &quot;3:05 min (2:40 min to 3:50 min)&quot;</extracomment>
        <translation>%1（%2 到 %3）</translation>
    </message>
    <message>
        <source>Partition %1 of %2</source>
        <translation>第 %1 个分区，共 %2 个</translation>
    </message>
    <message>
        <source>%1 of %2 partitions</source>
        <translation>%1 / %2 个分区</translation>
    </message>
    <message>
        <source>%L1 of %L2 rows</source>
        <translation>%L1 / %L2 行</translation>
    </message>
    <message>
        <source>%1 left over all of them</source>
        <translation>全部还需 %1</translation>
    </message>
    <message>
        <source>%L1 of %L2</source>
        <translation>%L1 / %L2</translation>
    </message>
    <message>
        <source>%L1</source>
        <translation>%L1</translation>
    </message>
    <message>
        <source>Without what it waits for other sessions, which nobody can foretell</source>
        <translation>不含等待其他会话的时间，该时间无法预知</translation>
    </message>
    <message>
        <source>You see first what is sent to the server</source>
        <translation>先让您看到要发送到服务器的内容</translation>
    </message>
    <message>
        <source>The server has been asked to stop. This ends the wait for its answer.</source>
        <translation>已请求服务器停止。此操作不再等待其应答。</translation>
    </message>
    <message>
        <source>Nothing of the index is left then</source>
        <translation>之后不会遗留该索引的任何内容</translation>
    </message>
    <message>
        <source>on %1</source>
        <translation>在 %1 上</translation>
    </message>
    <message>
        <source>on %1.%2</source>
        <translation>在 %1.%2 上</translation>
    </message>
    <message>
        <source>begun by %1</source>
        <translation>由 %1 发起</translation>
    </message>
    <message>
        <source>begun by %1 with %2</source>
        <translation>由 %1 通过 %2 发起</translation>
    </message>
    <message>
        <source>session %1</source>
        <translation>会话 %1</translation>
    </message>
    <message>
        <source>database %1</source>
        <translation>数据库 %1</translation>
    </message>
    <message>
        <source>Waiting: %1</source>
        <translation>等待中：%1</translation>
    </message>
    <message>
        <source>the leader alone</source>
        <translation>仅领导进程</translation>
    </message>
    <message>
        <source>the leader and %1</source>
        <translation>领导进程加 %1 个</translation>
    </message>
    <message>
        <source>It is begun when those before it are built. Where one of them fails or is cancelled, it is not begun.</source>
        <translation>前面的构建完成后才会开始。若其中之一失败或被取消，则不会开始。</translation>
    </message>
    <message>
        <source>&amp;Take it off the list</source>
        <translation>移出列表(&amp;T)</translation>
    </message>
    <message>
        <source>Nothing of it was begun</source>
        <translation>尚未开始任何部分</translation>
    </message>
    <message>
        <source>WAL, all sessions</source>
        <translation>WAL（所有会话）</translation>
    </message>
    <message>
        <source>Written by all sessions of the server since the build was seen first: the build&apos;s own share is not told</source>
        <translation>自首次看到该构建以来服务器所有会话写入的量：服务器不告知构建自身所占的部分</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>约 %1</translation>
    </message>
    <message>
        <source>This one is not under way any more. Choose another one on the list.</source>
        <translation>该构建已不再进行。请在列表中选择另一个。</translation>
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
    <message>
        <source>ours</source>
        <translation>在此发起</translation>
    </message>
    <message>
        <source>by %1</source>
        <translation>由 %1 发起</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Builds of this server are shown here while they run, whoever has begun them: how far they are, how long they still take, and whom they wait for.</source>
        <translation>此服务器上的构建在运行期间显示在这里，无论由谁发起：进度如何、还需多久、在等待谁。</translation>
    </message>
    <message>
        <source>Cancel their build</source>
        <translation>取消该构建</translation>
    </message>
    <message>
        <source>What differs between the builds chosen</source>
        <translation>所选构建之间的差异</translation>
    </message>
    <message>
        <source>The connection that follows the builds is lost, and tried again: %1. The server goes on building; what is shown is how far it was.</source>
        <translation>跟踪构建的连接已断开，正在重试：%1。服务器仍在继续构建；显示的是断开前的进度。</translation>
    </message>
    <message>
        <source>None so far. What you build here is kept, with its settings and its rate.</source>
        <translation>目前没有。您在此构建的索引会连同其设置和速率保留下来。</translation>
    </message>
    <message>
        <source>Choose two or more to compare them.</source>
        <translation>选择两个或更多进行比较。</translation>
    </message>
    <message>
        <source>Look for INVALID indexes</source>
        <translation>查找 INVALID 索引</translation>
    </message>
    <message>
        <source>waits: the next one</source>
        <translation>等待：下一个</translation>
    </message>
    <message>
        <source>waits: number %1</source>
        <translation>等待：第 %1 个</translation>
    </message>
    <message>
        <source>Look at the memory of a build</source>
        <translation>查看构建可用的内存</translation>
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
    <message>
        <source>Build %1 anew</source>
        <translation>重建 %1</translation>
    </message>
    <message>
        <source>Vacuum %1</source>
        <translation>清理 %1</translation>
    </message>
    <message>
        <source>Analyze %1</source>
        <translation>分析 %1</translation>
    </message>
    <message>
        <source>Read %1 into shared_buffers</source>
        <translation>将 %1 读入 shared_buffers</translation>
    </message>
    <message>
        <source>Change the options of %1</source>
        <translation>更改 %1 的选项</translation>
    </message>
    <message>
        <source>Move %1 to another tablespace</source>
        <translation>将 %1 移到另一个表空间</translation>
    </message>
    <message>
        <source>Rename %1</source>
        <translation>重命名 %1</translation>
    </message>
    <message>
        <source>Drop %1</source>
        <translation>删除 %1</translation>
    </message>
    <message>
        <source>Repair %1</source>
        <translation>修复 %1</translation>
    </message>
    <message>
        <source>Repair %1 INVALID indexes</source>
        <translation>修复 %1 个 INVALID 索引</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source>the server&apos;s own</source>
        <translation>服务器设置</translation>
    </message>
    <message>
        <source>Build its &amp;HNSW indexes anew first</source>
        <translation>先重建其 HNSW 索引(&amp;H)</translation>
    </message>
    <message>
        <source>To vacuum an HNSW index is to mend its graph, row by row, which often takes longer than to build it anew.</source>
        <translation>清理 HNSW 索引需要逐行修补其图，往往比重建更费时。</translation>
    </message>
    <message>
        <source>%1 when left out; %2 to %3</source>
        <translation>留空时为 %1；%2 到 %3</translation>
    </message>
    <message>
        <source>the server&apos;s default</source>
        <translation>服务器默认值</translation>
    </message>
    <message>
        <source>Build it &amp;anew, so that they count</source>
        <translation>重建索引以使其生效(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Copy its file instead of building it anew there</source>
        <translation>复制其文件，而不在新位置重建(&amp;C)</translation>
    </message>
    <message>
        <source>Quicker, but nobody can use the table until it is done</source>
        <translation>更快，但完成前任何人都不能使用该表</translation>
    </message>
    <message>
        <source>Read the tablespaces</source>
        <translation>读取表空间</translation>
    </message>
    <message>
        <source>%1 (no right to create there)</source>
        <translation>%1（无权在其中创建）</translation>
    </message>
    <message>
        <source>Leave it to be built to its end (as usual for what it is)</source>
        <translation>让其构建完成（此类情况的通常做法）</translation>
    </message>
    <message>
        <source>Each as is usual: drop left-over copies, build the others anew</source>
        <translation>各按通常做法：删除遗留副本，重建其余索引</translation>
    </message>
    <message>
        <source>Drop it (as usual for what it is)</source>
        <translation>删除它（此类情况的通常做法）</translation>
    </message>
    <message>
        <source>Build it anew (as usual for what it is)</source>
        <translation>重建它（此类情况的通常做法）</translation>
    </message>
    <message>
        <source>And %1 more.</source>
        <translation>还有 %1 个。</translation>
    </message>
    <message>
        <source>Change an option to see what that takes.</source>
        <translation>更改一个选项以查看所需的操作。</translation>
    </message>
    <message>
        <source>Choose where it goes.</source>
        <translation>选择移动的目标位置。</translation>
    </message>
    <message>
        <source>Give it another name.</source>
        <translation>输入另一个名称。</translation>
    </message>
    <message>
        <source>There is nothing to repair any more.</source>
        <translation>已没有需要修复的内容。</translation>
    </message>
    <message>
        <source>Back (Esc); what runs goes on</source>
        <translation>返回 (Esc)；运行中的操作会继续</translation>
    </message>
    <message>
        <source>Back to %1</source>
        <translation>返回 %1</translation>
    </message>
    <message>
        <source>How far the vacuum is</source>
        <translation>清理的进度</translation>
    </message>
    <message>
        <source>Look how far the vacuum is</source>
        <translation>查看清理的进度</translation>
    </message>
    <message>
        <source>%1 of %2 indexes</source>
        <translation>%1 / %2 个索引</translation>
    </message>
    <message>
        <source>Look at what was built anew</source>
        <translation>查看重建了什么</translation>
    </message>
    <message>
        <source>When the indexes were built anew could not be noted: %1</source>
        <translation>无法记录索引是何时重建的：%1</translation>
    </message>
</context>
<context>
    <name>quiver::ui::CatalogLoader</name>
    <message>
        <source>Read the catalogue: %1</source>
        <translation>读取系统目录：%1</translation>
    </message>
    <message>
        <source>Write the DDL of %1</source>
        <translation>生成 %1 的 DDL</translation>
    </message>
    <message>
        <source>Search for %1</source>
        <translation>搜索 %1</translation>
    </message>
    <message>
        <source>Browser, %1</source>
        <translation>浏览器，%1</translation>
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
    <message>
        <source>Value of the current cell</source>
        <translation>当前单元格的值</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source>Indent</source>
        <translation>缩进</translation>
    </message>
    <message>
        <source>Show JSON indented, or as the server sent it</source>
        <translation>以缩进形式显示 JSON，或按服务器发送的原样显示</translation>
    </message>
    <message>
        <source>Show JSON indented</source>
        <translation>以缩进形式显示 JSON</translation>
    </message>
    <message>
        <source>Copy the value</source>
        <translation>复制该值</translation>
    </message>
    <message>
        <source>Copy as &amp;SQL literal</source>
        <translation>复制为 SQL 字面量(&amp;S)</translation>
    </message>
    <message>
        <source>Copy as &amp;JSON</source>
        <translation>复制为 JSON(&amp;J)</translation>
    </message>
    <message>
        <source>Copy as &amp;Python</source>
        <translation>复制为 Python(&amp;P)</translation>
    </message>
    <message>
        <source>Copy as &amp;NumPy array</source>
        <translation>复制为 NumPy 数组(&amp;N)</translation>
    </message>
    <message>
        <source>Text of the value</source>
        <translation>值的文本</translation>
    </message>
    <message>
        <source>Load all</source>
        <translation>全部加载</translation>
    </message>
    <message>
        <source>Load the whole value</source>
        <translation>加载完整的值</translation>
    </message>
    <message>
        <source>Save to file…</source>
        <translation>保存到文件…</translation>
    </message>
    <message>
        <source>Save the whole value to a file</source>
        <translation>将完整的值保存到文件</translation>
    </message>
    <message>
        <source>Choose a cell to see its whole value.</source>
        <translation>选择一个单元格以查看其完整的值。</translation>
    </message>
    <message>
        <source>%1, row %L2</source>
        <comment>type of the column, number of the row</comment>
        <translation>%1，第 %L2 行</translation>
    </message>
    <message>
        <source>Read a value</source>
        <translation>读取值</translation>
    </message>
    <message>
        <source>NULL
There is no value.</source>
        <translation>NULL
没有值。</translation>
    </message>
    <message>
        <source>The value cannot be read: %1</source>
        <translation>无法读取该值：%1</translation>
    </message>
    <message>
        <source>Empty text
The value has no characters; it is not NULL.</source>
        <translation>空文本
该值没有任何字符；它不是 NULL。</translation>
    </message>
    <message>
        <source>The beginning of %1</source>
        <translation>%1 的开头部分</translation>
    </message>
    <message>
        <source>Too large to be shown; save it to a file.</source>
        <translation>太大，无法显示；请保存到文件。</translation>
    </message>
    <message>
        <source>Save the value</source>
        <translation>保存值</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>Save a value to %1</source>
        <translation>将值保存到 %1</translation>
    </message>
    <message>
        <source>Saved to %1</source>
        <translation>已保存到 %1</translation>
    </message>
    <message>
        <source>%1 could not be written: %2</source>
        <translation>无法写入 %1：%2</translation>
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
    <message>
        <source>Copies the SQL that is shown, in full</source>
        <translation>完整复制所显示的 SQL</translation>
    </message>
    <message>
        <source>This connection is read-only.</source>
        <translation>此连接为只读。</translation>
    </message>
    <message>
        <source>This connection is read-only: the SQL can be copied or kept as a migration.</source>
        <translation>此连接为只读：可复制 SQL 或保存为迁移。</translation>
    </message>
    <message>
        <source>It is being cancelled and cleaned up after. This ends it at once, whatever is left behind.</source>
        <translation>正在取消并清理。此操作将立即结束，不管遗留什么。</translation>
    </message>
    <message>
        <source>Stops it and rolls back what can be rolled back</source>
        <translation>停止并回滚可回滚的部分</translation>
    </message>
    <message>
        <source>Its values ($1, $2, …) are made by Quiver while it runs</source>
        <translation>其值（$1, $2, …）由 Quiver 在运行时生成</translation>
    </message>
    <message>
        <source>Opens the SQL that is shown in the console, without running it</source>
        <translation>在控制台中打开所显示的 SQL，不运行</translation>
    </message>
    <message>
        <source>Keeps it as a file that can be applied later, here or elsewhere</source>
        <translation>保存为文件，以后可在此处或别处应用</translation>
    </message>
    <message>
        <source>Open a connection to see what will be changed.</source>
        <translation>打开连接以查看将要更改的内容。</translation>
    </message>
    <message>
        <source>Cancelled before it began. Everything was left as it was.</source>
        <translation>在开始之前已取消。一切保持原样。</translation>
    </message>
    <message>
        <source>It could not begin: %1
Everything was left as it was.</source>
        <translation>无法开始：%1
一切保持原样。</translation>
    </message>
    <message>
        <source>Its values are made while it runs: plan it anew where it was planned, and it goes on with what is left.</source>
        <translation>其值在运行时生成：请在原处重新规划，将从剩余部分继续。</translation>
    </message>
    <message>
        <source>This takes back what was done. Nothing has happened yet.</source>
        <translation>此操作将撤回已完成的内容。目前尚未执行任何操作。</translation>
    </message>
    <message>
        <source>Count what would go</source>
        <translation>统计将被销毁的内容</translation>
    </message>
    <message>
        <source>How many rows it has is not known: %1</source>
        <translation>行数未知：%1</translation>
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
    <name>quiver::ui::ChartView</name>
    <message>
        <source>Zoom and save the chart</source>
        <translation>缩放和保存图表</translation>
    </message>
    <message>
        <source>&amp;Show all of it again</source>
        <translation>重新显示全部(&amp;S)</translation>
    </message>
    <message>
        <source>0, or a double click; a box drawn with the mouse is looked at closely, + and − do the same</source>
        <translation>按 0 或双击；用鼠标框选可放大查看，+ 和 − 亦可缩放</translation>
    </message>
    <message>
        <source>Save as &amp;PNG…</source>
        <translation>另存为 PNG(&amp;P)…</translation>
    </message>
    <message>
        <source>PNG (*.png)</source>
        <translation>PNG (*.png)</translation>
    </message>
    <message>
        <source>Save as S&amp;VG…</source>
        <translation>另存为 SVG(&amp;V)…</translation>
    </message>
    <message>
        <source>SVG (*.svg)</source>
        <translation>SVG (*.svg)</translation>
    </message>
    <message>
        <source>Save the points as &amp;CSV…</source>
        <translation>将数据点另存为 CSV(&amp;C)…</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>Save the chart</source>
        <translation>保存图表</translation>
    </message>
    <message>
        <source>The chart could not be saved as %1: %2</source>
        <translation>无法将图表保存为 %1：%2</translation>
    </message>
    <message>
        <source>The chart was saved as %1.</source>
        <translation>图表已保存为 %1。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Save elsewhere…</source>
        <translation>保存到别处…</translation>
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
    <message>
        <source>passed</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>未到达</translation>
    </message>
    <message>
        <source>not started</source>
        <translation>未开始</translation>
    </message>
    <message>
        <source>Result of the connection test</source>
        <translation>连接测试的结果</translation>
    </message>
    <message>
        <source>Copy everything</source>
        <translation>复制全部</translation>
    </message>
    <message>
        <source>Copy the result</source>
        <translation>复制结果</translation>
    </message>
    <message>
        <source>Stop the test</source>
        <translation>停止测试</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ColumnFactsWords</name>
    <message>
        <source>%1 bytes</source>
        <translation>%1 字节</translation>
    </message>
    <message>
        <source>How many bytes a vector takes depends on its elements that are not zero.</source>
        <translation>向量占用的字节数取决于其非零元素的个数。</translation>
    </message>
    <message>
        <source>%1 a vector, kept out of the row in TOAST.</source>
        <extracomment>%1: &quot;3,080 bytes&quot;</extracomment>
        <translation>每个向量 %1，行外存储在 TOAST 中。</translation>
    </message>
    <message>
        <source>%1 a vector, kept in the row.</source>
        <translation>每个向量 %1，存储在行内。</translation>
    </message>
    <message>
        <source>HNSW and IVFFlat can index it.</source>
        <translation>HNSW 和 IVFFlat 可为其建索引。</translation>
    </message>
    <message>
        <source>Without a number of dimensions no index can serve it.</source>
        <translation>未指定维数时无法使用任何索引。</translation>
    </message>
    <message>
        <source>No index can serve more than %1 bits.</source>
        <translation>任何索引都不支持超过 %1 位。</translation>
    </message>
    <message>
        <source>HNSW can index it; rows with more than %1 elements that are not zero are refused then.</source>
        <translation>HNSW 可为其建索引；之后非零元素超过 %1 个的行将被拒绝。</translation>
    </message>
    <message>
        <source>half precision, as the column&apos;s type or in the index (::halfvec(%1))</source>
        <translation>半精度，作为列的类型或用于索引（::halfvec(%1)）</translation>
    </message>
    <message>
        <source>one bit for each dimension in the index, its best hits ranked by the whole vectors</source>
        <translation>索引中每维一位，其最佳命中再按完整向量排名</translation>
    </message>
    <message>
        <source>the first %1 dimensions in the index, if the model is trained for that</source>
        <translation>索引中仅含前 %1 维，前提是模型为此训练过</translation>
    </message>
    <message>
        <source>Over %1 dimensions a %2 cannot be indexed as it is. What is left: %3.</source>
        <translation>%2 超过 %1 维无法直接建索引。可行的方式：%3。</translation>
    </message>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
    <message>
        <source>It is short enough to stay in the row, whatever the storage.</source>
        <translation>它足够短，无论何种存储方式都留在行内。</translation>
    </message>
    <message>
        <source>It does not fit into a page: PLAIN would refuse every row, MAIN moves it to TOAST all the same.</source>
        <translation>一页放不下：PLAIN 会拒绝每一行，MAIN 仍会将其移到 TOAST。</translation>
    </message>
    <message>
        <source>MAIN would keep it in the row: exact searches are faster, everything that does not read the vector is slower.</source>
        <translation>MAIN 会将其留在行内：精确搜索更快，但所有不读取向量的操作都会变慢。</translation>
    </message>
    <message>
        <source>In the row (MAIN or PLAIN) it would leave pages half empty: a row would take %1 instead of %2.</source>
        <translation>若存储在行内（MAIN 或 PLAIN），页面会空出一半：每行占用 %1，而不是 %2。</translation>
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
    <message>
        <source>Choose a table. Then you see here what will be done.</source>
        <translation>选择一个表后，这里会显示将要执行的操作。</translation>
    </message>
    <message>
        <source>Correct what is marked in the form. Then you see here what will be done.</source>
        <translation>更正表单中标出的内容后，这里会显示将要执行的操作。</translation>
    </message>
    <message>
        <source>Look at the table %1</source>
        <translation>查看表 %1</translation>
    </message>
    <message>
        <source>%1 in rows, %2 in TOAST, %3 in indexes%4</source>
        <translation>行 %1，TOAST %2，索引 %3%4</translation>
    </message>
    <message>
        <source> · about %1</source>
        <translation> · 约 %1</translation>
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
    <message>
        <source>The file has no field &quot;%1&quot;. For the same text in every row, type = before it.</source>
        <translation>文件中没有字段“%1”。要在每行使用相同的文本，请在前面加 =。</translation>
    </message>
    <message>
        <source>%1 of the first %2 rows do not fit: %3</source>
        <translation>前 %2 行中有 %1 行不合格：%3</translation>
    </message>
    <message>
        <source>the table is made without it</source>
        <translation>创建的表不含此列</translation>
    </message>
    <message>
        <source>%1 of column %2: %3</source>
        <comment>a cell, for screen readers</comment>
        <translation>列 %2 的%1：%3</translation>
    </message>
    <message>
        <source>The field of the file whose value goes into the column; =text for the same in every row</source>
        <translation>其值写入该列的文件字段；=文本 表示每行相同</translation>
    </message>
    <message>
        <source>The primary key is made of these</source>
        <translation>主键由这些列组成</translation>
    </message>
    <message>
        <source>Vectors are brought to length 1 (L2 norm)</source>
        <translation>将向量归一化为长度 1（L2 范数）</translation>
    </message>
    <message>
        <source>The text is cast by the server: for types and notations that Quiver does not convert itself</source>
        <translation>文本由服务器转换：用于 Quiver 自身不转换的类型和写法</translation>
    </message>
    <message>
        <source>The first value as it will be written, or what is wrong</source>
        <translation>将要写入的首个值，或存在的问题</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ColumnsView</name>
    <message>
        <source>Columns of the table and where their values come from</source>
        <translation>表的列及其值的来源</translation>
    </message>
    <message>
        <source>Once the table is chosen, its columns stand here with the fields that go into them.</source>
        <translation>选择表后，其列和对应的字段显示在这里。</translation>
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
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>No command fits. Fewer letters find more.</source>
        <translation>没有匹配的命令。减少字母可找到更多。</translation>
    </message>
</context>
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
        <source>not ordered by distance alone: no recall by distance</source>
        <translation>并非仅按距离排序：没有按距离的召回率</translation>
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
    <message>
        <source>Runs it once more with EXPLAIN (ANALYZE, BUFFERS), and opens the plan</source>
        <translation>用 EXPLAIN (ANALYZE, BUFFERS) 再运行一次，并打开计划</translation>
    </message>
    <message>
        <source>Plan of the hits</source>
        <translation>命中的计划</translation>
    </message>
    <message>
        <source>Plan of A</source>
        <translation>A 的计划</translation>
    </message>
    <message>
        <source>Plan of the exact search</source>
        <translation>精确搜索的计划</translation>
    </message>
    <message>
        <source>Plan of B</source>
        <translation>B 的计划</translation>
    </message>
    <message>
        <source>%1 (server %2)</source>
        <translation>%1（服务器 %2）</translation>
    </message>
    <message>
        <source>Both plans</source>
        <translation>两个执行计划</translation>
    </message>
    <message>
        <source>Runs both once more with EXPLAIN (ANALYZE, BUFFERS), and opens their plans side by side</source>
        <translation>用 EXPLAIN (ANALYZE, BUFFERS) 将两者各再运行一次，并排打开两个执行计划</translation>
    </message>
</context>
<context>
    <name>quiver::ui::CompletionModel</name>
    <message>
        <source>Read names for completion</source>
        <translation>读取用于补全的名称</translation>
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
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Name lookup</source>
        <translation>名称解析</translation>
    </message>
    <message>
        <source>TCP</source>
        <translation>TCP</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>加密</translation>
    </message>
    <message>
        <source>Log in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Round trip</source>
        <translation>往返时间</translation>
    </message>
    <message>
        <source>pgvector</source>
        <translation>pgvector</translation>
    </message>
    <message>
        <source>Known defects</source>
        <translation>已知缺陷</translation>
    </message>
    <message>
        <source>Rights</source>
        <translation>权限</translation>
    </message>
    <message>
        <source>Also here</source>
        <translation>相关扩展</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Socket</source>
        <translation>套接字</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>未到达</translation>
    </message>
    <message>
        <source>Looking up, reaching, encrypting, logging in…</source>
        <translation>正在解析、连接、加密、登录…</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>正在询问…</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ConnectionChooser</name>
    <message>
        <source>Paste connections</source>
        <translation>粘贴连接</translation>
    </message>
    <message>
        <source>Connections in the text</source>
        <translation>文本中的连接</translation>
    </message>
    <message>
        <source>The text describes %1 connections. Which of them are wanted?</source>
        <translation>文本描述了 %1 个连接。需要哪些？</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ConnectionExchange</name>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>无法读取 %1：%2</translation>
    </message>
    <message>
        <source>%1 is too large to describe connections.</source>
        <translation>%1 太大，不像是连接的描述。</translation>
    </message>
    <message>
        <source>URI</source>
        <translation>URI</translation>
    </message>
    <message>
        <source>the URI</source>
        <translation>URI</translation>
    </message>
    <message>
        <source>psql command</source>
        <translation>psql 命令</translation>
    </message>
    <message>
        <source>the psql command</source>
        <translation>psql 命令</translation>
    </message>
    <message>
        <source>.env file</source>
        <translation>.env 文件</translation>
    </message>
    <message>
        <source>the .env file</source>
        <translation>.env 文件</translation>
    </message>
    <message>
        <source>SQLAlchemy, async (asyncpg)</source>
        <translation>SQLAlchemy，异步 (asyncpg)</translation>
    </message>
    <message>
        <source>the SQLAlchemy code</source>
        <translation>SQLAlchemy 代码</translation>
    </message>
    <message>
        <source>SQLAlchemy, sync (psycopg)</source>
        <translation>SQLAlchemy，同步 (psycopg)</translation>
    </message>
    <message>
        <source>Read %1</source>
        <translation>读取 %1</translation>
    </message>
    <message>
        <source>There is no text in the clipboard.</source>
        <translation>剪贴板中没有文本。</translation>
    </message>
    <message>
        <source>Export connections</source>
        <translation>导出连接</translation>
    </message>
    <message>
        <source>Connections (*.json)</source>
        <translation>连接 (*.json)</translation>
    </message>
    <message>
        <source>Write %1</source>
        <translation>写入 %1</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2. Nothing was exported.</source>
        <translation>无法写入 %1：%2。未导出任何内容。</translation>
    </message>
    <message>
        <source>Import connections</source>
        <translation>导入连接</translation>
    </message>
    <message>
        <source>Connections (*.json);;All files (*)</source>
        <translation>连接 (*.json);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Look for connections on this computer</source>
        <translation>查找此计算机上的连接</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ConnectionFindings</name>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>PostgreSQL %1</source>
        <translation>PostgreSQL %1</translation>
    </message>
    <message>
        <source>PostgreSQL %1 is too old: Quiver works with %2 and newer.</source>
        <translation>PostgreSQL %1 太旧：Quiver 支持 %2 及更新版本。</translation>
    </message>
    <message>
        <source>Upgrade the server, or choose another one.</source>
        <translation>请升级服务器，或选择另一台。</translation>
    </message>
    <message>
        <source>PostgreSQL %1 gets no fixes any more since %2: plan the upgrade.</source>
        <translation>PostgreSQL %1 自 %2 起不再获得修复：请计划升级。</translation>
    </message>
    <message>
        <source>Median of %1 empty round trips; quickest %2, slowest %3</source>
        <translation>%1 次空往返的中位数；最快 %2，最慢 %3</translation>
    </message>
    <message>
        <source>Version %1 in schema &quot;%2&quot;</source>
        <translation>版本 %1，位于模式“%2”</translation>
    </message>
    <message>
        <source>The extension is there, but its library cannot be used: install the package on the host again, or ask for USAGE on the schema.</source>
        <translation>扩展已存在，但其库文件无法使用：请在主机上重新安装软件包，或申请该模式的 USAGE 权限。</translation>
    </message>
    <message>
        <source>Library loaded: %1</source>
        <translation>已加载的库文件：%1</translation>
    </message>
    <message>
        <source>pgvector is not installed on the server&apos;s host.</source>
        <translation>服务器主机上未安装 pgvector。</translation>
    </message>
    <message>
        <source>Install the package postgresql-%1-pgvector there (a managed service: switch the extension on), then create the extension in the database. Everything without vectors works as it is.</source>
        <translation>请在主机上安装软件包 postgresql-%1-pgvector（托管服务：启用该扩展），然后在数据库中创建扩展。不涉及向量的功能不受影响。</translation>
    </message>
    <message>
        <source>pgvector %1 is installed on the host, but not created in the database &quot;%2&quot;.</source>
        <translation>主机上已安装 pgvector %1，但未在数据库“%2”中创建。</translation>
    </message>
    <message>
        <source>Run this once in the database:</source>
        <translation>在数据库中运行一次：</translation>
    </message>
    <message>
        <source>pgvector is not there</source>
        <translation>没有 pgvector</translation>
    </message>
    <message>
        <source>Indexes to build again that are not listed below: %1</source>
        <translation>需要重建但未在下方列出的索引：%1</translation>
    </message>
    <message>
        <source>%1 in %2: superuser, may do everything</source>
        <comment>user, database</comment>
        <translation>%1 在 %2：超级用户，拥有全部权限</translation>
    </message>
    <message>
        <source>%1 in %2: may create tables</source>
        <comment>user, database</comment>
        <translation>%1 在 %2：可以创建表</translation>
    </message>
    <message>
        <source>%1 in %2: may not create tables</source>
        <comment>user, database</comment>
        <translation>%1 在 %2：不能创建表</translation>
    </message>
    <message>
        <source>No schema of the search path exists: tables need a schema&apos;s name before theirs</source>
        <translation>搜索路径中的模式都不存在：表名前需要写明模式</translation>
    </message>
    <message>
        <source>Privilege CREATE on schema %1: %2 (for tables and indexes)</source>
        <translation>拥有模式 %1 的 CREATE 权限：%2（用于表和索引）</translation>
    </message>
    <message>
        <source>Privilege CREATE on database %1: %2 (for schemas and extensions)</source>
        <translation>拥有数据库 %1 的 CREATE 权限：%2（用于模式和扩展）</translation>
    </message>
    <message>
        <source>Member of pg_monitor: %1 (to see other users&apos; statements and all settings)</source>
        <translation>pg_monitor 的成员：%1（用于查看其他用户的语句和全部设置）</translation>
    </message>
    <message>
        <source>Member of pg_signal_backend: %1 (to end other users&apos; statements)</source>
        <translation>pg_signal_backend 的成员：%1（用于终止其他用户的语句）</translation>
    </message>
    <message>
        <source>one standby streams from it</source>
        <translation>有 1 个备库从它流复制</translation>
    </message>
    <message>
        <source>%1 standbys stream from it</source>
        <translation>有 %1 个备库从它流复制</translation>
    </message>
    <message>
        <source>%1, none synchronous</source>
        <translation>%1，均非同步</translation>
    </message>
    <message>
        <source>%1, %2 synchronous</source>
        <translation>%1，其中 %2 个同步</translation>
    </message>
    <message>
        <source>Standby: read-only</source>
        <translation>备库：只读</translation>
    </message>
    <message>
        <source>Primary, accepts writes</source>
        <translation>主库，接受写入</translation>
    </message>
    <message>
        <source>Primary, but this connection is read-only (default_transaction_read_only)</source>
        <translation>主库，但此连接为只读 (default_transaction_read_only)</translation>
    </message>
    <message>
        <source>has replayed all it received</source>
        <translation>已重放收到的全部 WAL</translation>
    </message>
    <message>
        <source>%1 behind (%2 to replay)</source>
        <translation>落后 %1（待重放 %2）</translation>
    </message>
    <message>
        <source>Does not fit target_session_attrs = %1</source>
        <translation>不符合 target_session_attrs = %1</translation>
    </message>
    <message>
        <source>No standby of the list could be used, so it is the primary (target_session_attrs = %1)</source>
        <translation>列表中没有可用的备库，因此使用主库 (target_session_attrs = %1)</translation>
    </message>
    <message>
        <source>Fits target_session_attrs = %1</source>
        <translation>符合 target_session_attrs = %1</translation>
    </message>
    <message>
        <source>YugabyteDB&apos;s vector index</source>
        <translation>YugabyteDB 的向量索引</translation>
    </message>
    <message>
        <source>index method %1</source>
        <translation>索引方法 %1</translation>
    </message>
    <message>
        <source>on the host, not created here</source>
        <translation>主机上有，未在此创建</translation>
    </message>
    <message>
        <source>does not work: its library is not in shared_preload_libraries</source>
        <translation>不可用：其库文件不在 shared_preload_libraries 中</translation>
    </message>
    <message>
        <source>No companion of pgvector is created in this database</source>
        <translation>此数据库中未创建 pgvector 的相关扩展</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ConnectionForm</name>
    <message>
        <source>General</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>SSH tunnel</source>
        <translation>SSH 隧道</translation>
    </message>
    <message>
        <source>Behaviour</source>
        <translation>行为</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Pooling</source>
        <translation>连接池</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Paste a connection</source>
        <translation>粘贴连接</translation>
    </message>
    <message>
        <source>Paste a connection: URI, key=value, SQLAlchemy, JDBC, .env, service file, psql command…</source>
        <translation>粘贴连接：URI、key=value、SQLAlchemy、JDBC、.env、服务文件、psql 命令…</translation>
    </message>
    <message>
        <source>Kept where the password is kept.</source>
        <translation>与密码保存在同一位置。</translation>
    </message>
    <message>
        <source>Kept in memory until Quiver ends.</source>
        <translation>保存在内存中，直到 Quiver 退出。</translation>
    </message>
    <message>
        <source>Read as %1.</source>
        <translation>已按 %1 解析。</translation>
    </message>
    <message>
        <source>Its password is in the password field.</source>
        <translation>其密码已填入密码字段。</translation>
    </message>
    <message>
        <source>Left out: %1</source>
        <translation>已略过：%1</translation>
    </message>
    <message>
        <source>Give the connection a name.</source>
        <translation>请为连接命名。</translation>
    </message>
    <message>
        <source>Another connection is called &quot;%1&quot; already.</source>
        <translation>已有另一个连接名为“%1”。</translation>
    </message>
    <message>
        <source>Look at the files of a connection</source>
        <translation>查看连接的文件</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ConnectionList</name>
    <message>
        <source>No connection has all these words.</source>
        <translation>没有包含所有这些词的连接。</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ConnectionListModel</name>
    <message>
        <source>Favourites</source>
        <translation>收藏</translation>
    </message>
    <message>
        <source>Found on this computer</source>
        <translation>在此计算机上找到</translation>
    </message>
    <message>
        <source>Connections that other programs use here; add those that you want</source>
        <translation>其他程序在此使用的连接；添加您需要的</translation>
    </message>
    <message>
        <source>Group %1, %2 connections</source>
        <translation>分组 %1，%2 个连接</translation>
    </message>
    <message>
        <source>%1, found in %2</source>
        <translation>%1，在 %2 中找到</translation>
    </message>
    <message>
        <source>through SSH, %1</source>
        <translation>通过 SSH，%1</translation>
    </message>
    <message>
        <source>read-only</source>
        <translation>只读</translation>
    </message>
    <message>
        <source>favourite</source>
        <translation>收藏</translation>
    </message>
    <message>
        <source>open</source>
        <translation>已打开</translation>
    </message>
    <message>
        <source>not saved</source>
        <translation>未保存</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ConnectionTester</name>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>The test was stopped. Nothing was changed.</source>
        <translation>测试已停止。未作任何更改。</translation>
    </message>
    <message>
        <source>Test of %1</source>
        <translation>测试 %1</translation>
    </message>
    <message>
        <source>Test the connection %1</source>
        <translation>测试连接 %1</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ConnectionWay</name>
    <message>
        <source>SSH tunnel</source>
        <translation>SSH 隧道</translation>
    </message>
    <message>
        <source>The tunnel stands</source>
        <translation>隧道已建立</translation>
    </message>
    <message>
        <source>Other host</source>
        <translation>其他主机</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>host, what happened</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 is an address, there is nothing to look up</source>
        <translation>%1 已是地址，无需解析</translation>
    </message>
    <message>
        <source>%1 was found</source>
        <translation>已找到 %1</translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <comment>name, address</comment>
        <translation>%1 为 %2</translation>
    </message>
    <message>
        <source>Socket</source>
        <translation>套接字</translation>
    </message>
    <message>
        <source>The local socket, port %1</source>
        <translation>本地套接字，端口 %1</translation>
    </message>
    <message>
        <source>In %1, port %2</source>
        <translation>在 %1 中，端口 %2</translation>
    </message>
    <message>
        <source>%1, port %2 answers</source>
        <translation>%1，端口 %2 已应答</translation>
    </message>
    <message>
        <source>Not encrypted</source>
        <translation>未加密</translation>
    </message>
    <message>
        <source>Whoever can listen on the way reads every statement and result. Set SSL mode to &quot;require&quot; or, to know whom you talk to, &quot;verify-full&quot;.</source>
        <translation>能在途中监听的人可读到所有语句和结果。请将 SSL 模式设为“require”；若要确认对方身份，设为“verify-full”。</translation>
    </message>
    <message>
        <source>%1, %2, %3 bits</source>
        <comment>TLS version, cipher, bits of its key</comment>
        <translation>%1，%2，%3 位</translation>
    </message>
    <message>
        <source>Certificate of %1</source>
        <translation>%1 的证书</translation>
    </message>
    <message>
        <source>Valid for %1</source>
        <translation>适用于 %1</translation>
    </message>
    <message>
        <source>Signed by itself</source>
        <translation>自签名</translation>
    </message>
    <message>
        <source>Issued by %1</source>
        <translation>由 %1 签发</translation>
    </message>
    <message>
        <source>Valid from %1 to %2</source>
        <translation>有效期 %1 到 %2</translation>
    </message>
    <message>
        <source>The server&apos;s certificate has expired: have it renewed. SSL mode &quot;verify-ca&quot; and &quot;verify-full&quot; refuse it.</source>
        <translation>服务器的证书已过期：请更新证书。SSL 模式“verify-ca”和“verify-full”会拒绝它。</translation>
    </message>
    <message>
        <source>The server&apos;s certificate ends in less than %1 days: have it renewed in time.</source>
        <translation>服务器的证书将在 %1 天内到期：请及时更新。</translation>
    </message>
    <message>
        <source>With a password</source>
        <translation>使用密码</translation>
    </message>
    <message>
        <source>Without a password</source>
        <translation>不使用密码</translation>
    </message>
    <message>
        <source>User %1, with a password</source>
        <translation>用户 %1，使用密码</translation>
    </message>
    <message>
        <source>User %1, without a password</source>
        <translation>用户 %1，不使用密码</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ConnectionWords</name>
    <message>
        <source>(no name yet)</source>
        <translation>（尚未命名）</translation>
    </message>
    <message>
        <source>service %1</source>
        <translation>服务 %1</translation>
    </message>
    <message>
        <source>development</source>
        <translation>开发</translation>
    </message>
    <message>
        <source>staging</source>
        <translation>预发布</translation>
    </message>
    <message>
        <source>production</source>
        <translation>生产</translation>
    </message>
    <message>
        <source>never opened</source>
        <translation>从未打开</translation>
    </message>
    <message>
        <source>last opened %1</source>
        <translation>上次打开 %1</translation>
    </message>
    <message>
        <source>a URI</source>
        <translation>URI</translation>
    </message>
    <message>
        <source>keywords and values</source>
        <translation>关键字和值</translation>
    </message>
    <message>
        <source>a SQLAlchemy URL</source>
        <translation>SQLAlchemy URL</translation>
    </message>
    <message>
        <source>a JDBC URL</source>
        <translation>JDBC URL</translation>
    </message>
    <message>
        <source>environment variables</source>
        <translation>环境变量</translation>
    </message>
    <message>
        <source>a service file</source>
        <translation>服务文件</translation>
    </message>
    <message>
        <source>a password file</source>
        <translation>密码文件</translation>
    </message>
    <message>
        <source>a psql command</source>
        <translation>psql 命令</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>line %1, column %2</source>
        <translation>第 %1 行，第 %2 列</translation>
    </message>
    <message>
        <source>line %1</source>
        <translation>第 %1 行</translation>
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
    <message>
        <source>Pool</source>
        <translation>连接池</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>正在打开…</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>打开(&amp;O)</translation>
    </message>
    <message>
        <source>New connection</source>
        <translation>新建连接</translation>
    </message>
    <message>
        <source>Copy of %1</source>
        <translation>%1 的副本</translation>
    </message>
    <message>
        <source>Delete the connection &quot;%1&quot;?</source>
        <translation>删除连接“%1”？</translation>
    </message>
    <message>
        <source>Delete %1 connections?</source>
        <translation>删除 %1 个连接？</translation>
    </message>
    <message>
        <source>Delete connection</source>
        <translation>删除连接</translation>
    </message>
    <message>
        <source>Settings and stored passwords go. Servers and their data stay as they are.</source>
        <translation>设置和保存的密码将被删除。服务器及其数据保持不变。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>The connection is still there: %1</source>
        <translation>连接仍然存在：%1</translation>
    </message>
    <message>
        <source>Saved %1.</source>
        <translation>已保存 %1。</translation>
    </message>
    <message>
        <source>The connection was not saved: %1</source>
        <translation>连接未保存：%1</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Please note</source>
        <translation>请注意</translation>
    </message>
    <message>
        <source>New connection (Ctrl+N)</source>
        <translation>新建连接 (Ctrl+N)</translation>
    </message>
    <message>
        <source>Sand&amp;box</source>
        <translation>沙盒(&amp;B)</translation>
    </message>
    <message>
        <source>A private server with demo data, to try things out</source>
        <translation>带演示数据的私有服务器，供试用</translation>
    </message>
    <message>
        <source>Paste, import, export</source>
        <translation>粘贴、导入、导出</translation>
    </message>
    <message>
        <source>Paste a connection</source>
        <translation>粘贴连接</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Export all…</source>
        <translation>导出全部…</translation>
    </message>
    <message>
        <source>Save and open (Ctrl+Return)</source>
        <translation>保存并打开 (Ctrl+Return)</translation>
    </message>
    <message>
        <source>&amp;Test</source>
        <translation>测试(&amp;T)</translation>
    </message>
    <message>
        <source>Try these settings out (Ctrl+T)</source>
        <translation>试用这些设置 (Ctrl+T)</translation>
    </message>
    <message>
        <source>Save (Ctrl+S)</source>
        <translation>保存 (Ctrl+S)</translation>
    </message>
    <message>
        <source>&amp;Copy as</source>
        <translation>复制为(&amp;C)</translation>
    </message>
    <message>
        <source>For other tools; never with the password</source>
        <translation>供其他工具使用；从不包含密码</translation>
    </message>
    <message>
        <source>D&amp;uplicate</source>
        <translation>创建副本(&amp;U)</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>The test was stopped. Nothing was changed.</source>
        <translation>测试已停止。未作任何更改。</translation>
    </message>
    <message>
        <source>The test was stopped</source>
        <translation>测试已停止</translation>
    </message>
    <message>
        <source>Testing the connection…</source>
        <translation>正在测试连接…</translation>
    </message>
    <message>
        <source>The test failed</source>
        <translation>测试失败</translation>
    </message>
    <message>
        <source>The connection works</source>
        <translation>连接可用</translation>
    </message>
    <message>
        <source>Exported to %1, without passwords.</source>
        <translation>已导出到 %1，不含密码。</translation>
    </message>
    <message>
        <source>Copied %1, without the password.</source>
        <translation>已复制 %1，不含密码。</translation>
    </message>
    <message>
        <source>Nothing was opened.</source>
        <translation>未打开任何连接。</translation>
    </message>
    <message>
        <source>Import connections</source>
        <translation>导入连接</translation>
    </message>
    <message>
        <source>Export connections</source>
        <translation>导出连接</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Remove from favourites</source>
        <translation>从收藏中移除</translation>
    </message>
    <message>
        <source>Add to favourites</source>
        <translation>添加到收藏</translation>
    </message>
    <message>
        <source>Move to group</source>
        <translation>移到分组</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>创建副本</translation>
    </message>
    <message>
        <source>Copy as</source>
        <translation>复制为</translation>
    </message>
    <message>
        <source>Add to my connections</source>
        <translation>添加到我的连接</translation>
    </message>
    <message>
        <source>New connection in %1</source>
        <translation>在 %1 中新建连接</translation>
    </message>
    <message>
        <source>Rename group</source>
        <translation>重命名分组</translation>
    </message>
    <message>
        <source>Dissolve group</source>
        <translation>解散分组</translation>
    </message>
    <message>
        <source>(without a group)</source>
        <translation>（无分组）</translation>
    </message>
    <message>
        <source>New group…</source>
        <translation>新建分组…</translation>
    </message>
    <message>
        <source>New group</source>
        <translation>新建分组</translation>
    </message>
    <message>
        <source>Name of the group</source>
        <translation>分组的名称</translation>
    </message>
    <message>
        <source>Added %1.</source>
        <translation>已添加 %1。</translation>
    </message>
    <message>
        <source>Added %1 connections.</source>
        <translation>已添加 %1 个连接。</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>已导入</translation>
    </message>
    <message>
        <source>Imported: %1</source>
        <translation>已导入：%1</translation>
    </message>
    <message>
        <source>Nothing was imported.</source>
        <translation>未导入任何内容。</translation>
    </message>
    <message>
        <source>Left out:</source>
        <translation>已略过：</translation>
    </message>
    <message>
        <source>SSH tunnel</source>
        <translation>SSH 隧道</translation>
    </message>
    <message>
        <source>Opening the tunnel through %1…</source>
        <translation>正在通过 %1 打开隧道…</translation>
    </message>
    <message>
        <source>A private server on this computer with demo data. Play with it: it can be made anew.</source>
        <translation>此计算机上带演示数据的私有服务器。可随意试用：能够重新创建。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; could not be opened</source>
        <translation>无法打开“%1”</translation>
    </message>
    <message>
        <source>Saved the pool settings of %1.</source>
        <translation>已保存 %1 的连接池设置。</translation>
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
    <message>
        <source>Editors</source>
        <translation>编辑器</translation>
    </message>
    <message>
        <source>New tab (Ctrl+T)</source>
        <translation>新建标签页 (Ctrl+T)</translation>
    </message>
    <message>
        <source>New editor tab</source>
        <translation>新建编辑器标签页</translation>
    </message>
    <message>
        <source>Close editor tab</source>
        <translation>关闭编辑器标签页</translation>
    </message>
    <message>
        <source>Rename editor tab</source>
        <translation>重命名编辑器标签页</translation>
    </message>
    <message>
        <source>Open SQL file</source>
        <translation>打开 SQL 文件</translation>
    </message>
    <message>
        <source>Save SQL file</source>
        <translation>保存 SQL 文件</translation>
    </message>
    <message>
        <source>Query history</source>
        <translation>查询历史</translation>
    </message>
    <message>
        <source>Next editor tab</source>
        <translation>下一个编辑器标签页</translation>
    </message>
    <message>
        <source>Previous editor tab</source>
        <translation>上一个编辑器标签页</translation>
    </message>
    <message>
        <source>%1: open transaction on %2</source>
        <translation>%1：%2 上有未结束的事务</translation>
    </message>
    <message>
        <source>No tab was closed.</source>
        <translation>没有关闭过标签页。</translation>
    </message>
    <message>
        <source>Rename tab</source>
        <translation>重命名标签页</translation>
    </message>
    <message>
        <source>Name of the tab</source>
        <translation>标签页的名称</translation>
    </message>
    <message>
        <source>Open SQL files</source>
        <translation>打开 SQL 文件</translation>
    </message>
    <message>
        <source>SQL (*.sql);;All files (*)</source>
        <translation>SQL (*.sql);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Kept in the workspace; not saved to a file</source>
        <translation>保存在工作区中；未保存到文件</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
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
        <source>%1 cannot be opened: %2</source>
        <translation>无法打开 %1：%2</translation>
    </message>
    <message>
        <source>%1 is larger than %2 MB; the editor does not take it.</source>
        <translation>%1 超过 %2 MB；编辑器无法载入。</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2. The file and the text are as they were.</source>
        <translation>无法写入 %1：%2。文件和文本均保持原样。</translation>
    </message>
    <message>
        <source>Ctrl+Return runs the statement at the cursor, or the selection.
Ctrl+Shift+Return runs everything. Results appear here.</source>
        <translation>Ctrl+Return 运行光标处的语句或所选内容。
Ctrl+Shift+Return 运行全部。结果显示在这里。</translation>
    </message>
    <message>
        <source>No server is open yet. Open one under Connections; what you write here is kept.</source>
        <translation>尚未打开服务器。请在“连接”中打开；您在此编写的内容会保留。</translation>
    </message>
    <message>
        <source>%1 was closed, and this tab&apos;s connection with it.</source>
        <translation>%1 已关闭，此标签页的连接随之关闭。</translation>
    </message>
    <message>
        <source>Commit and close</source>
        <translation>提交并关闭</translation>
    </message>
    <message>
        <source>Keep open</source>
        <translation>保持打开</translation>
    </message>
    <message>
        <source>A transaction is open in this tab.</source>
        <translation>此标签页中有未结束的事务。</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>打开 %1</translation>
    </message>
    <message>
        <source>%1 is not all UTF-8: what could not be read is shown as �. Saving would keep that.</source>
        <translation>%1 并非全部为 UTF-8：无法读取的内容显示为 �。保存时会保留这些字符。</translation>
    </message>
    <message>
        <source>Save the text</source>
        <translation>保存文本</translation>
    </message>
    <message>
        <source>SQL (*.sql);;All files (*)</source>
        <translation>SQL (*.sql);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Save %1</source>
        <translation>保存 %1</translation>
    </message>
    <message>
        <source>Saved to %1</source>
        <translation>已保存到 %1</translation>
    </message>
    <message>
        <source>No server is open for this tab. Open one under Connections; the text stays.</source>
        <translation>此标签页没有打开的服务器。请在“连接”中打开；文本会保留。</translation>
    </message>
    <message>
        <source>There is no statement to explain here.</source>
        <translation>此处没有可显示执行计划的语句。</translation>
    </message>
    <message>
        <source>One statement at a time can be explained: select less.</source>
        <translation>一次只能显示一条语句的执行计划：请缩小选择范围。</translation>
    </message>
    <message>
        <source>A transaction is open in this tab. The statement is explained in one of its own: commit or roll back first.</source>
        <translation>此标签页中有未结束的事务。执行计划需在单独的事务中获取：请先提交或回滚。</translation>
    </message>
    <message>
        <source>SET the settings of the tab</source>
        <translation>SET 标签页的设置</translation>
    </message>
    <message>
        <source>There is no statement to run here.</source>
        <translation>此处没有可运行的语句。</translation>
    </message>
    <message>
        <source>%1 of this run destroy something:</source>
        <translation>此次运行中有 %1会销毁内容：</translation>
    </message>
    <message>
        <source>Production server %1. %2</source>
        <translation>生产服务器 %1。%2</translation>
    </message>
    <message>
        <source>Run anyway</source>
        <translation>仍然运行</translation>
    </message>
    <message>
        <source>console: %1</source>
        <translation>控制台：%1</translation>
    </message>
    <message>
        <source>Script of %1 statements</source>
        <translation>含 %1 条语句的脚本</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>在 %2 上运行 %1</translation>
    </message>
    <message>
        <source>A transaction was begun: auto-commit is off.</source>
        <translation>已开始事务：自动提交已关闭。</translation>
    </message>
    <message>
        <source>The server said more than can be shown: %1 further notices were left out.</source>
        <translation>服务器的消息过多，无法全部显示：略去了另外 %1 条通知。</translation>
    </message>
    <message>
        <source>More than %1 results: the rows of the next statement are counted but not kept.</source>
        <translation>结果超过 %1 个：下一条语句的行只计数，不保留。</translation>
    </message>
    <message>
        <source>Nothing was run. The next run tries again.</source>
        <translation>未运行任何内容。下次运行将重试。</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>未连接</translation>
    </message>
    <message>
        <source>Cancelled after %1.</source>
        <translation>%1 后取消。</translation>
    </message>
    <message>
        <source>cancelled after %1</source>
        <translation>%1 后取消</translation>
    </message>
    <message>
        <source>Stopped at the error; not run: %1.</source>
        <translation>在错误处停止；未运行：%1。</translation>
    </message>
    <message>
        <source>failed after %1</source>
        <translation>%1 后失败</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1，用时 %2</translation>
    </message>
    <message>
        <source>stopping, %1</source>
        <translation>正在停止，%1</translation>
    </message>
    <message>
        <source>statement %1 of %2, %3</source>
        <translation>第 %1 条语句，共 %2 条，%3</translation>
    </message>
    <message>
        <source>running, %1</source>
        <translation>运行中，%1</translation>
    </message>
    <message>
        <source>Committed.</source>
        <translation>已提交。</translation>
    </message>
    <message>
        <source>Rolled back.</source>
        <translation>已回滚。</translation>
    </message>
    <message>
        <source>The connection was lost before a row arrived. The statement only reads: it is run again.</source>
        <translation>连接在收到任何行之前断开。该语句只读取数据：正在重新运行。</translation>
    </message>
    <message>
        <source>The connection was lost while the transaction was being committed. Whether the server did is not known: look at the data before you repeat anything.</source>
        <translation>连接在提交事务时断开。服务器是否已提交尚不清楚：重复任何操作之前请先检查数据。</translation>
    </message>
    <message>
        <source>The open transaction was lost with the connection; its changes were rolled back by the server.</source>
        <translation>未结束的事务随连接一同丢失；其更改已由服务器回滚。</translation>
    </message>
    <message>
        <source>The connection was lost.</source>
        <translation>连接已断开。</translation>
    </message>
    <message>
        <source>The statement was not repeated, because it may have changed something.</source>
        <translation>该语句可能已更改数据，因此未重新运行。</translation>
    </message>
    <message>
        <source>The statement was not repeated, because rows of it are shown or it stands in a script.</source>
        <translation>该语句未重新运行，因为其部分行已显示，或它位于脚本中。</translation>
    </message>
    <message>
        <source>Connected again.</source>
        <translation>已重新连接。</translation>
    </message>
    <message>
        <source>Connected again, to %1.</source>
        <translation>已重新连接到 %1。</translation>
    </message>
    <message>
        <source>It is a new session: temporary tables, prepared statements and what was SET are gone.</source>
        <translation>这是一个新会话：临时表、预备语句以及用 SET 设置的内容均已丢失。</translation>
    </message>
    <message>
        <source>This connection is read-only. Nothing was changed.</source>
        <translation>此连接为只读。未作任何更改。</translation>
    </message>
    <message>
        <source>To write, edit the profile under Connections, take Read-only off, and open it again.</source>
        <translation>要写入，请在“连接”中编辑该连接配置，取消“只读”，然后重新打开。</translation>
    </message>
    <message>
        <source>The connection stays read-only, as its profile says: no statement can lift that.</source>
        <translation>按其连接配置，此连接始终为只读：任何语句都无法解除。</translation>
    </message>
    <message>
        <source>The settings of this tab cannot be set on this server: %1. Reset them in the tab&apos;s settings</source>
        <translation>此标签页的设置无法在此服务器上生效：%1。请在标签页设置中重置</translation>
    </message>
    <message>
        <source>No server is open for this tab. Open one under Connections.</source>
        <translation>此标签页没有打开的服务器。请在“连接”中打开。</translation>
    </message>
    <message>
        <source>The transaction failed: settings can be read and set after its rollback.</source>
        <translation>事务已失败：回滚后才能读取和更改设置。</translation>
    </message>
    <message>
        <source>Read the settings of the tab</source>
        <translation>读取标签页的设置</translation>
    </message>
    <message>
        <source>RESET %1</source>
        <translation>RESET %1</translation>
    </message>
    <message>
        <source>SET %1</source>
        <translation>SET %1</translation>
    </message>
    <message>
        <source>SET %1 = %2 for this tab; a rollback of the open transaction takes it back.</source>
        <translation>为此标签页执行 SET %1 = %2；回滚未结束的事务会将其撤回。</translation>
    </message>
    <message>
        <source>SET %1 = %2 for this tab.</source>
        <translation>为此标签页执行 SET %1 = %2。</translation>
    </message>
    <message>
        <source>Types of the parameters</source>
        <translation>参数的类型</translation>
    </message>
    <message>
        <source>The statement was not repeated: a SELECT can call functions that change something, and this connection may write.</source>
        <translation>语句未重试：SELECT 可能调用会修改数据的函数，而此连接允许写入。</translation>
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
    <message>
        <source>not copied</source>
        <translation>不复制</translation>
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
    <message>
        <source>Read the columns</source>
        <translation>读取列</translation>
    </message>
    <message>
        <source>Look at the table</source>
        <translation>查看表</translation>
    </message>
    <message>
        <source>A column that the target has under another name is given that name under Into.</source>
        <translation>若目标中的列使用另一个名称，请在“目标”中填写该名称。</translation>
    </message>
    <message>
        <source>%1 (primary key)</source>
        <translation>%1（主键）</translation>
    </message>
    <message>
        <source>%1 (unique)</source>
        <translation>%1（唯一）</translation>
    </message>
    <message>
        <source>The server that the rows come from is not open any more.</source>
        <translation>行的来源服务器已不再打开。</translation>
    </message>
    <message>
        <source>The profile %1 is read-only: nothing can be written there.</source>
        <translation>连接配置 %1 为只读：无法写入。</translation>
    </message>
    <message>
        <source>Choose the table that the rows come from.</source>
        <translation>选择行的来源表。</translation>
    </message>
    <message>
        <source>Write the query whose rows are copied.</source>
        <translation>编写要复制其结果的查询。</translation>
    </message>
    <message>
        <source>Choose the table that the rows go into.</source>
        <translation>选择行要写入的表。</translation>
    </message>
    <message>
        <source>A table cannot be copied into itself.</source>
        <translation>表不能复制到自身。</translation>
    </message>
    <message>
        <source>No column is copied: the two tables have no name in common. Choose under Into.</source>
        <translation>没有要复制的列：两个表没有同名的列。请在“目标”中选择。</translation>
    </message>
    <message>
        <source>The target has no unique index: duplicates cannot be told.</source>
        <translation>目标没有唯一索引：无法识别重复。</translation>
    </message>
    <message>
        <source>All rows into %1, in one transaction: all of them or none</source>
        <translation>全部行写入 %1，在单个事务中：全部或全无</translation>
    </message>
    <message>
        <source>%1 is a production server. This writes into %2.</source>
        <translation>%1 是生产服务器。此操作将写入 %2。</translation>
    </message>
    <message>
        <source>The columns of the query go into the columns of the same names; others are left out, and named at the end.</source>
        <translation>查询的列写入同名列；其余列被略去，并在结束时列出。</translation>
    </message>
    <message>
        <source>Dropped first, and built again when all rows are in: %1. It is one transaction: until its end nobody else can read or write the table.</source>
        <translation>先删除，待所有行写入后重建：%1。这是一个事务：结束之前其他人无法读写该表。</translation>
    </message>
    <message>
        <source>Build indexes afterwards</source>
        <translation>之后再建索引</translation>
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
    <name>quiver::ui::DdlPane</name>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Open in &amp;console</source>
        <translation>在控制台中打开(&amp;C)</translation>
    </message>
    <message>
        <source>Co&amp;py</source>
        <translation>复制(&amp;P)</translation>
    </message>
    <message>
        <source>O&amp;wner and grants</source>
        <translation>所有者和授权(&amp;W)</translation>
    </message>
    <message>
        <source>DDL of the object</source>
        <translation>对象的 DDL</translation>
    </message>
    <message>
        <source>Open a connection to this database to run it there.</source>
        <translation>打开到此数据库的连接以在其中运行。</translation>
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
    <message>
        <source>Select an object on the left to see its columns, indexes and sizes.</source>
        <translation>在左侧选择一个对象，以查看其列、索引和大小。</translation>
    </message>
    <message>
        <source>First &amp;100 rows</source>
        <translation>前 100 行(&amp;1)</translation>
    </message>
    <message>
        <source>Coun&amp;t rows</source>
        <translation>统计行数(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Repair…</source>
        <translation>修复(&amp;R)…</translation>
    </message>
    <message>
        <source>What is shown of the object</source>
        <translation>显示对象的哪些内容</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>概览</translation>
    </message>
    <message>
        <source>DDL</source>
        <translation>DDL</translation>
    </message>
    <message>
        <source>Open a connection to this database to query it.</source>
        <translation>打开到此数据库的连接以查询它。</translation>
    </message>
    <message>
        <source>Could not be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>所有者</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Access</source>
        <translation>访问</translation>
    </message>
    <message>
        <source>You may not connect to this database.</source>
        <translation>您无权连接到此数据库。</translation>
    </message>
    <message>
        <source>Tables and views</source>
        <translation>表和视图</translation>
    </message>
    <message>
        <source>Functions</source>
        <translation>函数</translation>
    </message>
    <message>
        <source>You have no USAGE privilege on this schema.</source>
        <translation>您没有此模式的 USAGE 权限。</translation>
    </message>
    <message>
        <source>Version here</source>
        <translation>此处的版本</translation>
    </message>
    <message>
        <source>not created in this database</source>
        <translation>未在此数据库中创建</translation>
    </message>
    <message>
        <source>its files are gone</source>
        <translation>其文件已缺失</translation>
    </message>
    <message>
        <source>PostgreSQL</source>
        <translation>PostgreSQL</translation>
    </message>
    <message>
        <source>pgvector</source>
        <translation>pgvector</translation>
    </message>
    <message>
        <source>%1 in schema %2</source>
        <translation>%1，位于模式 %2</translation>
    </message>
    <message>
        <source>%1 on the host, not created in the database %2</source>
        <translation>主机上为 %1，未在数据库 %2 中创建</translation>
    </message>
    <message>
        <source>not installed on the host</source>
        <translation>主机上未安装</translation>
    </message>
    <message>
        <source>%1, superuser</source>
        <translation>%1，超级用户</translation>
    </message>
    <message>
        <source>standby, read-only</source>
        <translation>备库，只读</translation>
    </message>
    <message>
        <source>this connection is read-only</source>
        <translation>此连接为只读</translation>
    </message>
    <message>
        <source>Known defects</source>
        <translation>已知缺陷</translation>
    </message>
    <message>
        <source>Which</source>
        <translation>具体缺陷</translation>
    </message>
    <message>
        <source>unlogged: lost after a crash</source>
        <translation>不记 WAL：崩溃后丢失</translation>
    </message>
    <message>
        <source>a partition</source>
        <translation>分区</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>not estimated yet: ANALYZE has not run</source>
        <translation>尚未估算：未运行过 ANALYZE</translation>
    </message>
    <message>
        <source>%1 (estimated)</source>
        <translation>%1（估算）</translation>
    </message>
    <message>
        <source>any: cannot be indexed until they are fixed</source>
        <translation>任意：固定维数之前无法建索引</translation>
    </message>
    <message>
        <source>NULL</source>
        <translation>NULL</translation>
    </message>
    <message>
        <source>not allowed</source>
        <translation>不允许</translation>
    </message>
    <message>
        <source>allowed</source>
        <translation>允许</translation>
    </message>
    <message>
        <source>part of the primary key</source>
        <translation>主键的一部分</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>默认值</translation>
    </message>
    <message>
        <source>Generated</source>
        <translation>生成表达式</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>键</translation>
    </message>
    <message>
        <source>Operator classes</source>
        <translation>操作符类</translation>
    </message>
    <message>
        <source>Only rows where</source>
        <translation>行条件</translation>
    </message>
    <message>
        <source>Constraint</source>
        <translation>约束</translation>
    </message>
    <message>
        <source>invalid: not used by any query. It is being built now, or a concurrent build failed; then drop it or build it anew.</source>
        <translation>无效：不被任何查询使用。可能正在构建，或并发构建失败；若失败，请删除或重建。</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>Columns: loading…</source>
        <translation>列：正在加载…</translation>
    </message>
    <message>
        <source>Columns: %1</source>
        <translation>列：%1</translation>
    </message>
    <message>
        <source>invalid</source>
        <translation>无效</translation>
    </message>
    <message>
        <source>Indexes: %1</source>
        <translation>索引：%1</translation>
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
    <message>
        <source>It cannot run in a transaction (CREATE INDEX CONCURRENTLY and the like)</source>
        <translation>不能在事务中运行（CREATE INDEX CONCURRENTLY 等）</translation>
    </message>
    <message>
        <source>Folder to write into</source>
        <translation>写入的文件夹</translation>
    </message>
    <message>
        <source>Choose the folder to write into</source>
        <translation>选择写入的文件夹</translation>
    </message>
    <message>
        <source>Alembic revision before the first one</source>
        <translation>首个修订之前的 Alembic 修订</translation>
    </message>
    <message>
        <source>none: these are the project&apos;s first</source>
        <translation>无：这些是项目的首批修订</translation>
    </message>
    <message>
        <source>Comes &amp;after</source>
        <translation>接在其后(&amp;A)</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Ctrl+Return</source>
        <translation>Ctrl+Return</translation>
    </message>
    <message>
        <source>Give it a name: what it does, in a few words.</source>
        <translation>请命名：用几个词说明它做什么。</translation>
    </message>
    <message>
        <source>Prepare files</source>
        <translation>准备文件</translation>
    </message>
    <message>
        <source>The folder has no migrations to write.</source>
        <translation>文件夹中没有要写入的迁移。</translation>
    </message>
    <message>
        <source>Choose the folder to write into.</source>
        <translation>选择写入的文件夹。</translation>
    </message>
    <message>
        <source>Nothing that is there is overwritten.</source>
        <translation>已有的内容不会被覆盖。</translation>
    </message>
    <message>
        <source>Write migration files</source>
        <translation>写入迁移文件</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>重新查看</translation>
    </message>
</context>
<context>
    <name>quiver::ui::DurationEdit</name>
    <message>
        <source>as the server has it</source>
        <translation>按服务器设置</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>无限制</translation>
    </message>
    <message>
        <source>at most</source>
        <translation>最多</translation>
    </message>
    <message>
        <source>milliseconds</source>
        <translation>毫秒</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>minutes</source>
        <translation>分钟</translation>
    </message>
    <message>
        <source>hours</source>
        <translation>小时</translation>
    </message>
    <message>
        <source>days</source>
        <translation>天</translation>
    </message>
    <message>
        <source>Unit of %1</source>
        <translation>%1的单位</translation>
    </message>
</context>
<context>
    <name>quiver::ui::EmbedPage</name>
    <message>
        <source>Fill</source>
        <translation>填充</translation>
    </message>
    <message>
        <source>Text column</source>
        <translation>文本列</translation>
    </message>
    <message>
        <source>Te&amp;xts of</source>
        <translation>文本来自(&amp;X)</translation>
    </message>
    <message>
        <source>Vector column</source>
        <translation>向量列</translation>
    </message>
    <message>
        <source>&amp;Vectors into</source>
        <translation>向量写入(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Embedder</source>
        <translation>嵌入器(&amp;E)</translation>
    </message>
    <message>
        <source>Rows in a transaction</source>
        <translation>每个事务的行数</translation>
    </message>
    <message>
        <source>&amp;Rows at a time</source>
        <translation>每批行数(&amp;R)</translation>
    </message>
    <message>
        <source>The table has no column of vectors: add one first.</source>
        <translation>该表没有向量列：请先添加。</translation>
    </message>
    <message>
        <source>The table has no column with texts.</source>
        <translation>该表没有文本列。</translation>
    </message>
    <message>
        <source>The lexical embedder makes vectors of any number of dimensions, and the column does not say how many it wants. Choose a service, or a column such as vector(384).</source>
        <translation>词法嵌入器可生成任意维数的向量，而该列未说明所需的维数。请选择一个服务，或选择如 vector(384) 的列。</translation>
    </message>
    <message>
        <source>Every row that has a text has its vector: nothing is to be filled.</source>
        <translation>每个有文本的行都已有向量：无需填充。</translation>
    </message>
    <message>
        <source>%1: %2 to fill, %3 filled</source>
        <translation>%1：待填充 %2，已填充 %3</translation>
    </message>
    <message>
        <source>, %1 without a text</source>
        <translation>，无文本 %1</translation>
    </message>
    <message>
        <source>About %1, some of them filled.</source>
        <translation>约 %1，其中部分已填充。</translation>
    </message>
    <message>
        <source>About %1, none of them filled.</source>
        <translation>约 %1，均未填充。</translation>
    </message>
    <message>
        <source>Embedded by %1 so far.</source>
        <translation>目前由 %1 嵌入。</translation>
    </message>
    <message>
        <source>Count what is left</source>
        <translation>统计剩余数量</translation>
    </message>
    <message>
        <source>&amp;Go past refused texts</source>
        <translation>跳过被拒绝的文本(&amp;G)</translation>
    </message>
    <message>
        <source>A service refuses a text that is too long for it. Those rows are left without a vector and listed; otherwise it ends at the first one.</source>
        <translation>服务会拒绝对它来说过长的文本。勾选后，这些行不写入向量并被列出；否则在遇到第一个时结束。</translation>
    </message>
    <message>
        <source>as many as it takes</source>
        <translation>按它每次能处理的数量</translation>
    </message>
    <message>
        <source>Embedded from %1 by %2 so far.</source>
        <translation>目前由 %2 根据 %1 嵌入。</translation>
    </message>
</context>
<context>
    <name>quiver::ui::EmbedderChoice</name>
    <message>
        <source>Embedder</source>
        <translation>嵌入器</translation>
    </message>
    <message>
        <source>Add an endpoint…</source>
        <translation>添加端点…</translation>
    </message>
    <message>
        <source>Edit or test the endpoint…</source>
        <translation>编辑或测试端点…</translation>
    </message>
    <message>
        <source>Remove the endpoint</source>
        <translation>移除端点</translation>
    </message>
    <message>
        <source>lexical (offline)</source>
        <translation>词法（离线）</translation>
    </message>
    <message>
        <source>Works offline. Near means similar wording, not similar meaning.</source>
        <translation>离线工作。相近指用词相似，而非含义相似。</translation>
    </message>
    <message>
        <source>%1: texts stay on this machine.</source>
        <translation>%1：文本不会离开本机。</translation>
    </message>
    <message>
        <source>Texts leave this machine: they are sent to %1.</source>
        <translation>文本会离开本机：将发送到 %1。</translation>
    </message>
    <message>
        <source>Looking for the key of “%1”…</source>
        <translation>正在查找“%1”的密钥…</translation>
    </message>
    <message>
        <source>%1. Edit the endpoint and give its key.</source>
        <translation>%1。请编辑端点并提供其密钥。</translation>
    </message>
    <message>
        <source>The key could not be kept: %1. It is used until Quiver ends, and has to be given again then.</source>
        <translation>无法保存密钥：%1。在 Quiver 退出前会继续使用，之后需重新提供。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Remove the endpoint “%1”, with its key? What it embedded stays.</source>
        <translation>移除端点“%1”及其密钥？它已嵌入的内容会保留。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
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
    <message>
        <source>Four bytes for each dimension</source>
        <translation>每维四字节</translation>
    </message>
    <message>
        <source>Two bytes for each dimension: half the disk and memory, hardly another ranking</source>
        <translation>每维两字节：磁盘和内存减半，排名几乎不变</translation>
    </message>
    <message>
        <source>Only the elements that are not zero</source>
        <translation>仅存储非零元素</translation>
    </message>
    <message>
        <source>One bit for each dimension, compared by Hamming or Jaccard distance</source>
        <translation>每维一位，按汉明或 Jaccard 距离比较</translation>
    </message>
    <message>
        <source>Take halfvec(%1), which can be indexed</source>
        <translation>改用可建索引的 halfvec(%1)</translation>
    </message>
    <message>
        <source>%1 (embedding column %2)</source>
        <translation>%1（嵌入列 %2）</translation>
    </message>
    <message>
        <source>Name of the embedding column</source>
        <translation>嵌入列的名称</translation>
    </message>
    <message>
        <source>Comment on the column</source>
        <translation>列的注释</translation>
    </message>
</context>
<context>
    <name>quiver::ui::EndpointDialog</name>
    <message>
        <source>Add an endpoint for embeddings</source>
        <translation>添加嵌入端点</translation>
    </message>
    <message>
        <source>Endpoint “%1”</source>
        <translation>端点“%1”</translation>
    </message>
    <message>
        <source>as it was kept</source>
        <translation>沿用已保存的</translation>
    </message>
    <message>
        <source>The key is missing.</source>
        <translation>缺少密钥。</translation>
    </message>
    <message>
        <source>The key that is kept is for %1: type the one for %2.</source>
        <translation>已保存的密钥属于 %1：请输入 %2 的密钥。</translation>
    </message>
    <message>
        <source>Asking %1…</source>
        <translation>正在询问 %1…</translation>
    </message>
    <message>
        <source>%1. Type it to test it.</source>
        <translation>%1。请输入后再测试。</translation>
    </message>
    <message>
        <source>Try %1</source>
        <translation>试用 %1</translation>
    </message>
    <message>
        <source>It answers: %1 dimensions, in %2 ms.</source>
        <translation>已应答：%1 维，用时 %2 ms。</translation>
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
    <message>
        <source>Other values of the parameters</source>
        <translation>参数的其他值</translation>
    </message>
    <message>
        <source>Open it on the Plan screen, to compare it with others</source>
        <translation>在“执行计划”界面中打开，与其他计划比较</translation>
    </message>
    <message>
        <source>It cannot be explained: %1.</source>
        <translation>无法获取执行计划：%1。</translation>
    </message>
    <message>
        <source>&amp;Run and measure</source>
        <translation>运行并测量(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Explain</source>
        <translation>执行计划(&amp;E)</translation>
    </message>
    <message>
        <source>Types of the parameters</source>
        <translation>参数的类型</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>The connection of this tab was closed. Explain the statement once more.</source>
        <translation>此标签页的连接已关闭。请重新获取该语句的执行计划。</translation>
    </message>
    <message>
        <source>Explain</source>
        <translation>执行计划</translation>
    </message>
    <message>
        <source>Other values…</source>
        <translation>其他值…</translation>
    </message>
    <message>
        <source>Explain analyze</source>
        <translation>执行计划并测量</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ExplainSettings</name>
    <message>
        <source>Explain options</source>
        <translation>执行计划选项</translation>
    </message>
    <message>
        <source>&amp;Buffers</source>
        <translation>缓冲区(&amp;B)</translation>
    </message>
    <message>
        <source>Pages of each node, from shared_buffers or read</source>
        <translation>每个节点的页数，来自 shared_buffers 或读取</translation>
    </message>
    <message>
        <source>&amp;Verbose</source>
        <translation>详细(&amp;V)</translation>
    </message>
    <message>
        <source>The columns that each node gives</source>
        <translation>每个节点输出的列</translation>
    </message>
    <message>
        <source>&amp;Settings</source>
        <translation>设置(&amp;S)</translation>
    </message>
    <message>
        <source>Settings that differ from their defaults</source>
        <translation>与默认值不同的设置</translation>
    </message>
    <message>
        <source>&amp;Timing of each node</source>
        <translation>每个节点的计时(&amp;T)</translation>
    </message>
    <message>
        <source>With Explain analyze. A clock at each node can slow a query down: without it only rows are counted</source>
        <translation>与“执行计划并测量”一起使用。每个节点计时可能使查询变慢：不勾选则只统计行数</translation>
    </message>
    <message>
        <source>&amp;WAL</source>
        <translation>WAL(&amp;W)</translation>
    </message>
    <message>
        <source>With Explain analyze: what a statement that writes puts into the log</source>
        <translation>与“执行计划并测量”一起使用：写入语句产生的 WAL</translation>
    </message>
    <message>
        <source>&amp;Generic plan</source>
        <translation>通用计划(&amp;G)</translation>
    </message>
    <message>
        <source>For any values of $1, $2, …, as a prepared statement is planned. With Explain alone: what is run has values</source>
        <translation>适用于 $1, $2, … 的任意值，与预备语句的规划方式相同。仅用于“执行计划”：实际运行时需要有值</translation>
    </message>
    <message>
        <source>&amp;Analyze</source>
        <translation>Analyze(&amp;A)</translation>
    </message>
    <message>
        <source>Explain runs the statement too, measures each node and rolls back, as Explain analyze does; what writes is asked about. Until Quiver is closed</source>
        <translation>Explain 也会像 Explain analyze 一样实际运行语句、测量每个节点并回滚；会写入的语句先询问。在 Quiver 关闭之前有效</translation>
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
    <message>
        <source>Values as the server writes them; NULL is an empty field, empty text is quoted.</source>
        <translation>值按服务器的写法；NULL 为空字段，空文本带引号。</translation>
    </message>
    <message>
        <source>An object in each line; vectors and arrays become arrays of numbers.</source>
        <translation>每行一个对象；向量和数组写成数字数组。</translation>
    </message>
    <message>
        <source>A matrix of float32, or float16 at half precision: numpy.load() reads it.</source>
        <translation>float32 矩阵，半精度时为 float16：可用 numpy.load() 读取。</translation>
    </message>
    <message>
        <source>Each vector with its dimensions before it, as the TEXMEX data sets have it.</source>
        <translation>每个向量前带其维数，与 TEXMEX 数据集相同。</translation>
    </message>
    <message>
        <source>PostgreSQL&apos;s own format, the fastest: COPY … FROM … (FORMAT binary) reads it.</source>
        <translation>PostgreSQL 自身的格式，最快：可用 COPY … FROM … (FORMAT binary) 读取。</translation>
    </message>
    <message>
        <source>Exporting to %1</source>
        <translation>正在导出到 %1</translation>
    </message>
    <message>
        <source>Read the columns</source>
        <translation>读取列</translation>
    </message>
    <message>
        <source>The columns could not be read: %1</source>
        <translation>无法读取列：%1</translation>
    </message>
    <message>
        <source>All columns of the query are written, in its order.</source>
        <translation>写入查询的全部列，按其顺序。</translation>
    </message>
    <message>
        <source>Only the vectors are written. With a file beside, these columns go there.</source>
        <translation>只写入向量。若有附带文件，这些列写入其中。</translation>
    </message>
    <message>
        <source>What goes into the file beside the vectors</source>
        <translation>写入向量旁附带文件的内容</translation>
    </message>
    <message>
        <source>Open a connection first: there is no server to read from.</source>
        <translation>请先打开连接：没有可读取的服务器。</translation>
    </message>
    <message>
        <source>Write the query whose rows are exported.</source>
        <translation>编写要导出其结果的查询。</translation>
    </message>
    <message>
        <source>%1 has no vector column: %2 files hold nothing else.</source>
        <translation>%1 没有向量列：%2 文件只能存放向量。</translation>
    </message>
    <message>
        <source>and %1</source>
        <translation>以及 %1</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <comment>a table to a file</comment>
        <translation>%1 到 %2</translation>
    </message>
    <message>
        <source>The query&apos;s rows</source>
        <translation>查询的行</translation>
    </message>
    <message>
        <source>%1 is there already. It is replaced when everything is written.</source>
        <translation>%1 已存在。全部写完后将被替换。</translation>
    </message>
    <message>
        <source> and </source>
        <translation> 和 </translation>
    </message>
    <message>
        <source>Export to %1</source>
        <translation>导出到 %1</translation>
    </message>
    <message>
        <source>%1, %2, in %3</source>
        <comment>rows, bytes, duration</comment>
        <translation>%1，%2，用时 %3</translation>
    </message>
    <message>
        <source>%1 without a vector left out</source>
        <translation>跳过 %1 行无向量的行</translation>
    </message>
    <message>
        <source>%1 is written: %2.</source>
        <translation>已写入 %1：%2。</translation>
    </message>
    <message>
        <source>Cancelled. No file was written or changed.</source>
        <translation>已取消。未写入或更改任何文件。</translation>
    </message>
    <message>
        <source>No file was written or changed.</source>
        <translation>未写入或更改任何文件。</translation>
    </message>
    <message>
        <source>Query whose rows are exported</source>
        <translation>要导出其结果的查询</translation>
    </message>
    <message>
        <source>CSV</source>
        <translation>CSV</translation>
    </message>
    <message>
        <source>TSV</source>
        <translation>TSV</translation>
    </message>
    <message>
        <source>.npy: vectors for NumPy</source>
        <translation>.npy：NumPy 向量</translation>
    </message>
    <message>
        <source>.fvecs: vectors</source>
        <translation>.fvecs：向量</translation>
    </message>
    <message>
        <source>binary COPY</source>
        <translation>二进制 COPY</translation>
    </message>
    <message>
        <source>Otherwise the export is refused where it meets one</source>
        <translation>不勾选则导出在遇到时中止</translation>
    </message>
    <message>
        <source>Tick all columns</source>
        <translation>勾选全部列</translation>
    </message>
    <message>
        <source>Tick no column</source>
        <translation>取消勾选全部列</translation>
    </message>
    <message>
        <source>Looking at %1…</source>
        <translation>正在查看 %1…</translation>
    </message>
    <message>
        <source>Look at the files to write</source>
        <translation>查看要写入的文件</translation>
    </message>
    <message>
        <source>%1 is no file: choose another name.</source>
        <translation>%1 不是文件：请另选名称。</translation>
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
    <message>
        <source>%1 (this server is one)</source>
        <translation>%1（本服务器即是）</translation>
    </message>
    <message>
        <source>Copy the command for %1</source>
        <translation>复制用于 %1 的命令</translation>
    </message>
    <message>
        <source>Look for pgvector</source>
        <translation>查找 pgvector</translation>
    </message>
    <message>
        <source>older than %1, so older than the extension: connect again, or restart the server</source>
        <translation>早于 %1，因此比扩展旧：请重新连接，或重启服务器</translation>
    </message>
    <message>
        <source>%1 or newer, so newer than the extension: update it to have all of it</source>
        <translation>%1 或更新，因此比扩展新：请更新扩展以使用全部功能</translation>
    </message>
    <message>
        <source>%1 in the schema %2, owned by %3</source>
        <translation>%1，位于模式 %2，所有者为 %3</translation>
    </message>
    <message>
        <source>%1 in the schema %2, which is not on the search path, owned by %3</source>
        <translation>%1，位于模式 %2（不在搜索路径上），所有者为 %3</translation>
    </message>
    <message>
        <source>%1; only superusers may create it</source>
        <translation>%1；仅超级用户可以创建</translation>
    </message>
</context>
<context>
    <name>quiver::ui::FileEdit</name>
    <message>
        <source>Choose a file</source>
        <translation>选择文件</translation>
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
    <message>
        <source>key.key</source>
        <translation>key.key</translation>
    </message>
    <message>
        <source>Key within the JSON column, with dots between keys</source>
        <translation>JSON 列中的键，各级键之间用点分隔</translation>
    </message>
    <message>
        <source>a, b, c</source>
        <translation>a, b, c</translation>
    </message>
    <message>
        <source>%word%</source>
        <translation>%word%</translation>
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
    <message>
        <source>%1 (%2 to %3)</source>
        <extracomment>A size with its interval: &quot;98 MB (95 MB to 101 MB)&quot;</extracomment>
        <translation>%1（%2 到 %3）</translation>
    </message>
    <message>
        <source>, %L1 of them indexed</source>
        <translation>，其中 %L1 行有索引</translation>
    </message>
    <message>
        <source>, in %L1 partitions</source>
        <translation>，分布在 %L1 个分区中</translation>
    </message>
    <message>
        <source>; %L1 dead</source>
        <translation>；死元组 %L1</translation>
    </message>
    <message>
        <source>Builds the index on a small sample of the table, in a transaction that is rolled back in the end, and measures it. You see first what is done.</source>
        <translation>在一个最终会回滚的事务中，对表的一小部分样本构建此索引并测量。执行前会先显示将要进行的操作。</translation>
    </message>
    <message>
        <source>next to nothing</source>
        <translation>几乎不占用</translation>
    </message>
    <message>
        <source>%1 of the build&apos;s %2</source>
        <translation>%1，构建可用 %2</translation>
    </message>
    <message>
        <source>%1: the graph goes to disk after %L2 rows</source>
        <translation>%1：%L2 行之后图将写到磁盘</translation>
    </message>
    <message>
        <source>%1: the server would refuse the build</source>
        <translation>%1：服务器会拒绝构建</translation>
    </message>
    <message>
        <source>%1: fits</source>
        <translation>%1：放得下</translation>
    </message>
    <message>
        <source>The mark is maintenance_work_mem, %1</source>
        <translation>标记处为 maintenance_work_mem，%1</translation>
    </message>
    <message>
        <source>the leader alone</source>
        <translation>仅领导进程</translation>
    </message>
    <message>
        <source>the leader and %L1</source>
        <translation>领导进程和 %L1 个工作进程</translation>
    </message>
    <message>
        <source>. Safer: %1</source>
        <translation>。更稳妥：%1</translation>
    </message>
    <message>
        <source>. For more: %1</source>
        <translation>。要用更多：%1</translation>
    </message>
    <message>
        <source>%1 free on the disk</source>
        <translation>磁盘可用 %1</translation>
    </message>
    <message>
        <source>disk: not known</source>
        <translation>磁盘：未知</translation>
    </message>
    <message>
        <source>%1 of shared memory</source>
        <translation>共享内存 %1</translation>
    </message>
    <message>
        <source>shared memory: not known</source>
        <translation>共享内存：未知</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message>
        <source>The host has %1: %2</source>
        <extracomment>%1 a size, %2 where it was read</extracomment>
        <translation>主机有 %1：%2</translation>
    </message>
    <message>
        <source>Memory of the host: %1</source>
        <translation>主机内存：%1</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>约 %1</translation>
    </message>
    <message>
        <source>%1 on disk</source>
        <translation>磁盘占用 %1</translation>
    </message>
    <message>
        <source>%1 to build</source>
        <translation>构建需 %1</translation>
    </message>
    <message>
        <source>build time not known</source>
        <translation>构建时间未知</translation>
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
    <message>
        <source>schema</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>partitioned table</source>
        <translation>分区表</translation>
    </message>
    <message>
        <source>foreign table</source>
        <translation>外部表</translation>
    </message>
    <message>
        <source>sequence</source>
        <translation>序列</translation>
    </message>
    <message>
        <source>column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>index</source>
        <translation>索引</translation>
    </message>
    <message>
        <source>function</source>
        <translation>函数</translation>
    </message>
    <message>
        <source>type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>extension</source>
        <translation>扩展</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
</context>
<context>
    <name>quiver::ui::FoundPage</name>
    <message>
        <source>&amp;Add to my connections</source>
        <translation>添加到我的连接(&amp;A)</translation>
    </message>
    <message>
        <source>Found in the environment variables that Quiver was started with.</source>
        <translation>在 Quiver 启动时的环境变量中找到。</translation>
    </message>
    <message>
        <source>Found in %1. Its password stays there: libpq finds it again.</source>
        <translation>在 %1 中找到。密码保留在原处：libpq 会再次从那里读取。</translation>
    </message>
    <message>
        <source>Left out: %1</source>
        <translation>已略过：%1</translation>
    </message>
</context>
<context>
    <name>quiver::ui::GeneralPage</name>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
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
        <source>in the system&apos;s keychain</source>
        <translation>保存在系统钥匙串中</translation>
    </message>
    <message>
        <source>nowhere: ask each time</source>
        <translation>不保存：每次询问</translation>
    </message>
    <message>
        <source>elsewhere: ~/.pgpass, service file, certificate</source>
        <translation>其他位置：~/.pgpass、服务文件、证书</translation>
    </message>
    <message>
        <source>The environment&apos;s own</source>
        <translation>使用环境的颜色</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>蓝色</translation>
    </message>
    <message>
        <source>Teal</source>
        <translation>青色</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>绿色</translation>
    </message>
    <message>
        <source>Amber</source>
        <translation>琥珀色</translation>
    </message>
    <message>
        <source>Orange</source>
        <translation>橙色</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>红色</translation>
    </message>
    <message>
        <source>Violet</source>
        <translation>紫色</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>灰色</translation>
    </message>
    <message>
        <source>Another…</source>
        <translation>其他…</translation>
    </message>
    <message>
        <source>in the system&apos;s keychain (there is none here)</source>
        <translation>保存在系统钥匙串中（此处没有钥匙串）</translation>
    </message>
    <message>
        <source>asked for when the server wants one</source>
        <translation>服务器要求时询问</translation>
    </message>
    <message>
        <source>kept in the keychain</source>
        <translation>保存在钥匙串中</translation>
    </message>
    <message>
        <source>kept until Quiver ends</source>
        <translation>保留到 Quiver 退出</translation>
    </message>
    <message>
        <source>Never in Quiver&apos;s own files.</source>
        <translation>绝不写入 Quiver 自己的文件。</translation>
    </message>
    <message>
        <source>Without a keychain nothing is stored: it is asked for once and kept in memory until Quiver ends.</source>
        <translation>没有钥匙串时不保存任何内容：只询问一次，并在内存中保留到 Quiver 退出。</translation>
    </message>
    <message>
        <source>Asked for once, kept in memory until Quiver ends, stored nowhere.</source>
        <translation>只询问一次，在内存中保留到 Quiver 退出，不保存到任何地方。</translation>
    </message>
    <message>
        <source>Quiver asks for none: libpq finds it in its own places, or the server wants none.</source>
        <translation>Quiver 不会询问：libpq 会在自己的位置找到密码，或服务器不需要密码。</translation>
    </message>
</context>
<context>
    <name>quiver::ui::GridHeader</name>
    <message>
        <source>Columns of the result</source>
        <translation>结果的列</translation>
    </message>
</context>
<context>
    <name>quiver::ui::GridNotice</name>
    <message>
        <source>Close the message</source>
        <translation>关闭消息</translation>
    </message>
</context>
<context>
    <name>quiver::ui::HealthMark</name>
    <message>
        <source>lost</source>
        <translation>丢失</translation>
    </message>
    <message>
        <source>not connected yet</source>
        <translation>尚未连接</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>已连接</translation>
    </message>
    <message>
        <source>connected to %1</source>
        <translation>已连接到 %1</translation>
    </message>
    <message>
        <source>lost since %1</source>
        <translation>自 %1 起断开</translation>
    </message>
    <message>
        <source>reconnecting…</source>
        <translation>正在重新连接…</translation>
    </message>
    <message>
        <source>reconnecting: attempt %1 in %2 s</source>
        <translation>正在重新连接：%2 秒后进行第 %1 次尝试</translation>
    </message>
    <message>
        <source>reconnecting</source>
        <translation>正在重新连接</translation>
    </message>
    <message>
        <source>Connection: %1</source>
        <translation>连接：%1</translation>
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
    <name>quiver::ui::HistoryPanel</name>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Search the history</source>
        <translation>搜索历史记录</translation>
    </message>
    <message>
        <source>Close the history</source>
        <translation>关闭历史记录</translation>
    </message>
    <message>
        <source>What you run is listed here, newest first.</source>
        <translation>运行过的内容会列在这里，最新的在前。</translation>
    </message>
    <message>
        <source>Nothing that was run holds these words.</source>
        <translation>运行过的内容中没有包含这些词的。</translation>
    </message>
    <message>
        <source>Insert into the editor</source>
        <translation>插入到编辑器</translation>
    </message>
    <message>
        <source>Remove from the history</source>
        <translation>从历史记录中移除</translation>
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
    <name>quiver::ui::HostsEdit</name>
    <message>
        <source>Add a host</source>
        <translation>添加主机</translation>
    </message>
    <message>
        <source>Tried in their order until one is the right server: a primary and its standbys</source>
        <translation>按顺序逐个尝试，直到找到合适的服务器：一个主库及其备库</translation>
    </message>
    <message>
        <source>Fixed addresses</source>
        <translation>固定地址</translation>
    </message>
    <message>
        <source>Connect to an address without looking the name up; the name still counts for certificates</source>
        <translation>直接连接到地址而不解析名称；校验证书时仍使用名称</translation>
    </message>
    <message>
        <source>name, address or socket directory; empty: this computer</source>
        <translation>名称、地址或套接字目录；留空：本机</translation>
    </message>
    <message>
        <source>address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Remove this host</source>
        <translation>移除此主机</translation>
    </message>
    <message>
        <source>Host %1</source>
        <translation>主机 %1</translation>
    </message>
    <message>
        <source>Host or socket directory</source>
        <translation>主机或套接字目录</translation>
    </message>
    <message>
        <source>Port of host %1</source>
        <translation>主机 %1 的端口</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Address of host %1</source>
        <translation>主机 %1 的地址</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Remove host %1</source>
        <translation>移除主机 %1</translation>
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
    <message>
        <source>are bad rows</source>
        <translation>视为坏行</translation>
    </message>
    <message>
        <source>stay zero</source>
        <translation>保持为零</translation>
    </message>
    <message>
        <source>Zero vectors, which have no direction</source>
        <translation>零向量（没有方向）</translation>
    </message>
    <message>
        <source>Do not wait for the disk at commits</source>
        <translation>提交时不等待写盘</translation>
    </message>
    <message>
        <source>%1 (primary key)</source>
        <translation>%1（主键）</translation>
    </message>
    <message>
        <source>%1 (unique)</source>
        <translation>%1（唯一）</translation>
    </message>
    <message>
        <source>What is committed stands. After any interruption the load goes on where it stopped.</source>
        <translation>已提交的内容会保留。无论何种中断，加载都会从停止处继续。</translation>
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
    <message>
        <source>The index is built on a small sample first, to measure how long it takes. All of it is one transaction: nobody else sees anything of it, and nothing is left.</source>
        <translation>先对一小部分样本构建索引，以测量所需时间。全部操作在一个事务中完成：其他人看不到任何内容，也不会留下任何内容。</translation>
    </message>
    <message>
        <source>Foretell a build</source>
        <translation>预测构建</translation>
    </message>
    <message>
        <source>There is no forecast: %1</source>
        <translation>无法预测：%1</translation>
    </message>
    <message>
        <source>&amp;Calibrate again…</source>
        <translation>重新校准(&amp;C)…</translation>
    </message>
    <message>
        <source>Indexes that are built before this one, in order</source>
        <translation>在此索引之前依次构建的索引</translation>
    </message>
    <message>
        <source>To build several indexes one after the other: keeps this one on a list and leaves the form for the next</source>
        <translation>用于依次构建多个索引：将此索引保留在列表中，并空出表单以填写下一个</translation>
    </message>
    <message>
        <source>Like the index %1, but not all of it can be taken over here. Compare the statement with its definition before you build.</source>
        <translation>与索引 %1 类似，但此处无法沿用其全部内容。构建前请将语句与其定义进行比较。</translation>
    </message>
    <message>
        <source>All as the index %1 has it. Change what is to be different.</source>
        <translation>全部与索引 %1 相同。请更改需要不同的部分。</translation>
    </message>
    <message>
        <source>All as the index %1 has it, also %2. Change what is to be different.</source>
        <translation>全部与索引 %1 相同，包括 %2。请更改需要不同的部分。</translation>
    </message>
    <message>
        <source>Look at the table %1</source>
        <translation>查看表 %1</translation>
    </message>
    <message>
        <source>The table is not there any more. Choose another one.</source>
        <translation>该表已不存在。请选择另一个表。</translation>
    </message>
    <message>
        <source>Looking at the values…</source>
        <translation>正在查看值…</translation>
    </message>
    <message>
        <source>Look at the values of %1</source>
        <translation>查看 %1 的值</translation>
    </message>
    <message>
        <source>The index %1 does this already.</source>
        <translation>索引 %1 已能做到这一点。</translation>
    </message>
    <message>
        <source>To search with it: %1</source>
        <translation>使用它搜索：%1</translation>
    </message>
    <message>
        <source>Choose a table and what of it is to be indexed. Then you see here what it will come to, and what is done.</source>
        <translation>选择一个表以及要建索引的对象，随后这里会显示预计的开销和将要进行的操作。</translation>
    </message>
    <message>
        <source>Correct what is marked in the form. Then you see here what will be done.</source>
        <translation>更正表单中标出的内容后，这里会显示将要执行的操作。</translation>
    </message>
    <message>
        <source>Build %1 indexes</source>
        <translation>构建 %1 个索引</translation>
    </message>
    <message>
        <source>The index %1 is there already, and valid.</source>
        <translation>索引 %1 已存在且有效。</translation>
    </message>
    <message>
        <source>%1 is on the list. Choose the next one: another column, method or distance.</source>
        <translation>%1 已加入列表。请选择下一个：另一列、另一种方法或距离。</translation>
    </message>
    <message>
        <source>%1 on %2.%3</source>
        <translation>%2.%3 上的 %1</translation>
    </message>
    <message>
        <source>1 worker</source>
        <translation>1 个工作进程</translation>
    </message>
    <message>
        <source>%1 workers</source>
        <translation>%1 个工作进程</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>约 %1</translation>
    </message>
    <message>
        <source>These indexes are there already, and valid: %1.</source>
        <translation>这些索引已存在且有效：%1。</translation>
    </message>
    <message>
        <source>%1, number %2 on the list, cannot be built: %3</source>
        <translation>列表中第 %2 个索引 %1 无法构建：%3</translation>
    </message>
    <message>
        <source>Nothing on the list is built like this: take it off, or mend what is in its way.</source>
        <translation>因此列表中的索引都不会开始构建。请将其移出列表，或排除妨碍它的问题。</translation>
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
    <message>
        <source>Choose an index to see how it does and what can be done for it.</source>
        <translation>选择一个索引，以查看其状况以及可对其进行的操作。</translation>
    </message>
    <message>
        <source>Gets rid of what a failed build left, or builds it anew</source>
        <translation>清除失败的构建所遗留的内容，或重新构建</translation>
    </message>
    <message>
        <source>Builds it anew without keeping anybody waiting (REINDEX CONCURRENTLY)</source>
        <translation>重新构建，且不让任何人等待 (REINDEX CONCURRENTLY)</translation>
    </message>
    <message>
        <source>Takes dead rows out of its table and of all indexes on it</source>
        <translation>从其表及表上所有索引中清除死元组</translation>
    </message>
    <message>
        <source>Counts rows and values anew, which the planner goes by</source>
        <translation>重新统计规划器所依据的行和值</translation>
    </message>
    <message>
        <source>Storage parameters: m, ef_construction, lists, fillfactor</source>
        <translation>存储参数：m、ef_construction、lists、fillfactor</translation>
    </message>
    <message>
        <source>Change its column&apos;s &amp;storage…</source>
        <translation>更改其列的存储方式(&amp;S)…</translation>
    </message>
    <message>
        <source>Where the table keeps the vectors themselves (SET STORAGE), under Schema</source>
        <translation>表存放向量本身的位置 (SET STORAGE)，在“结构”中</translation>
    </message>
    <message>
        <source>The definition cannot be read: somebody holds an exclusive lock on the table.</source>
        <translation>无法读取定义：有人持有该表的排他锁。</translation>
    </message>
    <message>
        <source>Asks which of them it takes for a usual query, and shows it in words</source>
        <translation>询问规划器对常见查询会采用哪个索引，并用文字说明</translation>
    </message>
    <message>
        <source>not known: locked by somebody</source>
        <translation>未知：被他人锁定</translation>
    </message>
    <message>
        <source>never counted: analyze the table</source>
        <translation>从未统计：请分析该表</translation>
    </message>
    <message>
        <source>%1, %2 tuples read</source>
        <translation>%1，读取 %2 个元组</translation>
    </message>
    <message>
        <source>%1; %2 inserts since</source>
        <translation>%1；此后插入 %2 行</translation>
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
    <message>
        <source>%1 bytes</source>
        <translation>%1 字节</translation>
    </message>
    <message>
        <source>%1, %2 more</source>
        <translation>%1，另有 %2 项</translation>
    </message>
    <message>
        <source>Somebody holds an exclusive lock on it right now</source>
        <translation>目前有人持有它的排他锁</translation>
    </message>
    <message>
        <source>%1 entries of the index were returned by scans; they led to %2 live rows</source>
        <translation>扫描返回了该索引的 %1 个条目；由此得到 %2 个活行</translation>
    </message>
    <message>
        <source>Scans since the counts were reset on %1</source>
        <translation>自计数于 %1 重置以来的扫描次数</translation>
    </message>
    <message>
        <source>Scans since the server began to count</source>
        <translation>自服务器开始计数以来的扫描次数</translation>
    </message>
    <message>
        <source>Size of the index by the rows in it</source>
        <translation>索引大小除以其中的行数</translation>
    </message>
    <message>
        <source>The share of the index that is in shared_buffers</source>
        <translation>索引位于 shared_buffers 中的比例</translation>
    </message>
    <message>
        <source>Entries of the index that scans returned</source>
        <translation>扫描返回的索引条目</translation>
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
    <message>
        <source>%1, left by builds that failed or were stopped: no query uses them, and writes may pay for them. %2</source>
        <translation>%1，由失败或被停止的构建遗留：没有查询使用它们，写入却可能为其付出代价。%2</translation>
    </message>
    <message>
        <source>Whether %1 is INVALID could not be read, so its repair was not opened: %2</source>
        <translation>无法读取 %1 是否为 INVALID，因此未打开其修复：%2</translation>
    </message>
    <message>
        <source>The index %1 is gone by now: there is nothing to repair.</source>
        <translation>索引 %1 已不存在：无需修复。</translation>
    </message>
    <message>
        <source>The index %1 is valid by now: there is nothing to repair.</source>
        <translation>索引 %1 现已有效：无需修复。</translation>
    </message>
    <message>
        <source>Somebody is at work on the index %1 right now. Repair it if it is still INVALID afterwards.</source>
        <translation>目前有人正在处理索引 %1。如果之后仍为 INVALID，再修复它。</translation>
    </message>
    <message>
        <source>Look for INVALID indexes</source>
        <translation>查找 INVALID 索引</translation>
    </message>
    <message>
        <source>Read the indexes</source>
        <translation>读取索引</translation>
    </message>
    <message>
        <source>The indexes could not be read: %1</source>
        <translation>无法读取索引：%1</translation>
    </message>
    <message>
        <source>No index is like that. Take back the filter to see them all.</source>
        <translation>没有符合条件的索引。清除筛选即可查看全部。</translation>
    </message>
    <message>
        <source>This table has no indexes. A search for the nearest vectors reads all of it.</source>
        <translation>此表没有索引。搜索最近的向量需读取整个表。</translation>
    </message>
    <message>
        <source>There are no indexes in this database. A search for the nearest vectors reads whole tables.</source>
        <translation>此数据库中没有索引。搜索最近的向量需读取整个表。</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>Read an index&apos;s definition</source>
        <translation>读取索引的定义</translation>
    </message>
    <message>
        <source>Ask which index the planner takes</source>
        <translation>询问规划器会采用哪个索引</translation>
    </message>
    <message>
        <source>There is no usable approximate index to choose from any more.</source>
        <translation>已没有可供选择的可用近似索引。</translation>
    </message>
    <message>
        <source>The planner could not be asked: %1</source>
        <translation>无法询问规划器：%1</translation>
    </message>
    <message>
        <source>See what of the indexes is in shared_buffers</source>
        <translation>查看索引在 shared_buffers 中的部分</translation>
    </message>
    <message>
        <source>Create pg_buffercache</source>
        <translation>创建 pg_buffercache</translation>
    </message>
    <message>
        <source>Create pg_buffercache…</source>
        <translation>创建 pg_buffercache…</translation>
    </message>
    <message>
        <source>Only the indexes of this table; empty: of all tables</source>
        <translation>仅此表的索引；留空：所有表的索引</translation>
    </message>
    <message>
        <source>Words of the name, table, column, method, finding (Ctrl+F)</source>
        <translation>名称、表、列、方法、发现中的词 (Ctrl+F)</translation>
    </message>
    <message>
        <source>See how much of each index is in shared_buffers</source>
        <translation>查看各索引有多少在 shared_buffers 中</translation>
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
    <message>
        <source>INVALID</source>
        <translation>INVALID</translation>
    </message>
    <message>
        <source>rivals for a query</source>
        <translation>同一查询的竞争索引</translation>
    </message>
    <message>
        <source>several distances</source>
        <translation>多种距离</translation>
    </message>
    <message>
        <source>lists do not fit</source>
        <translation>lists 不合适</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%2 上的 %1</translation>
    </message>
    <message>
        <source>only where %1</source>
        <translation>仅限 %1</translation>
    </message>
    <message>
        <source>of the constraint %1</source>
        <translation>属于约束 %1</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
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
    <message>
        <source>Here you see how the indexes of a database do, foretell what a new one takes, build it and watch it grow, and mend what a failed build left behind. Open a connection to begin.</source>
        <translation>在这里可以查看数据库各索引的状况，预测新索引的开销，构建索引并观察其增长，以及修复失败的构建所遗留的内容。请先打开一个连接。</translation>
    </message>
    <message>
        <source>The connection is closed: nothing was begun.</source>
        <translation>连接已关闭：什么都没有开始。</translation>
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
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Ending…</source>
        <translation>正在结束…</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Phase</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Elapsed</source>
        <translation>已用时间</translation>
    </message>
    <message>
        <source>Left</source>
        <comment>time left</comment>
        <translation>剩余时间</translation>
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
    <message>
        <source>Nothing has taken long enough to be listed. Loading, index builds and long queries appear here while they run.</source>
        <translation>还没有耗时长到需要列出的操作。加载、索引构建和长查询运行时会显示在这里。</translation>
    </message>
    <message>
        <source>Copy the selected job with its log and error</source>
        <translation>复制所选任务及其日志和错误</translation>
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
    <message>
        <source>Nothing of it can be undone: %1.</source>
        <translation>这些都无法撤销：%1。</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>“%1”</translation>
    </message>
    <message>
        <source>Newer changes of %1 stand, and may rest on this one: %2. Better undo those first.</source>
        <translation>%1 的较新变更仍然有效，并可能依赖于此变更：%2。建议先撤销它们。</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>This run went on from one that the journal does not have: it is only a part of the change, and no migration for databases that have not begun. Plan the change anew on such a database and save it there.</source>
        <translation>这次运行是从日志中没有的一次运行继续而来：它只是变更的一部分，不能作为尚未开始的数据库的迁移。请在这样的数据库上重新规划此变更并在那里保存。</translation>
    </message>
    <message>
        <source>This entry cannot be read; it may come from a newer Quiver.</source>
        <translation>无法读取此条目；它可能来自更新版本的 Quiver。</translation>
    </message>
</context>
<context>
    <name>quiver::ui::KeptRuns</name>
    <message>
        <source>Read the runs</source>
        <translation>读取运行</translation>
    </message>
    <message>
        <source>Draw the runs</source>
        <translation>绘制运行</translation>
    </message>
    <message>
        <source>Read the samples</source>
        <translation>读取样本</translation>
    </message>
    <message>
        <source>Delete runs</source>
        <translation>删除运行</translation>
    </message>
    <message>
        <source>Write a report</source>
        <translation>写入报告</translation>
    </message>
    <message>
        <source>Benchmarks</source>
        <translation>基准测试</translation>
    </message>
    <message>
        <source>The report could not be saved as %1: %2</source>
        <translation>无法将报告保存为 %1：%2</translation>
    </message>
    <message>
        <source>1 more run is not drawn</source>
        <translation>另有 1 次运行未绘出</translation>
    </message>
    <message>
        <source>%1 more runs are not drawn</source>
        <translation>另有 %1 次运行未绘出</translation>
    </message>
    <message>
        <source>Against %1:</source>
        <comment>a run</comment>
        <translation>与 %1 相比：</translation>
    </message>
</context>
<context>
    <name>quiver::ui::LiveChart</name>
    <message>
        <source>now</source>
        <translation>当前</translation>
    </message>
    <message>
        <source>−%1 min</source>
        <comment>minutes ago, on the time axis of a chart</comment>
        <translation>−%1 min</translation>
    </message>
    <message>
        <source>−%1 s</source>
        <comment>seconds ago, on the time axis of a chart</comment>
        <translation>−%1 s</translation>
    </message>
</context>
<context>
    <name>quiver::ui::LoadDraft</name>
    <message>
        <source>Read the first rows</source>
        <translation>读取前几行</translation>
    </message>
    <message>
        <source>Look at the table</source>
        <translation>查看表</translation>
    </message>
    <message>
        <source>Convert the first rows</source>
        <translation>转换前几行</translation>
    </message>
</context>
<context>
    <name>quiver::ui::LoadRun</name>
    <message>
        <source>Load %1</source>
        <translation>加载 %1</translation>
    </message>
    <message>
        <source>a query</source>
        <translation>一个查询</translation>
    </message>
    <message>
        <source>Copy out of %1</source>
        <translation>从 %1 复制</translation>
    </message>
    <message>
        <source>Copy into %1</source>
        <translation>复制到 %1</translation>
    </message>
    <message>
        <source>Copy %1 into %2</source>
        <translation>将 %1 复制到 %2</translation>
    </message>
    <message>
        <source>%1 into %2.</source>
        <comment>a number of rows, a table</comment>
        <translation>%1 已加载到 %2。</translation>
    </message>
    <message>
        <source>%1 new, %2 updated.</source>
        <translation>新增 %1 行，更新 %2 行。</translation>
    </message>
    <message>
        <source>1 skipped as a duplicate.</source>
        <translation>1 行因重复而跳过。</translation>
    </message>
    <message>
        <source>%1 skipped as duplicates.</source>
        <translation>%1 行因重复而跳过。</translation>
    </message>
    <message>
        <source>%1 were there from earlier runs.</source>
        <comment>a number of rows</comment>
        <translation>%1 来自先前的运行。</translation>
    </message>
    <message>
        <source>1 row was rejected</source>
        <translation>1 行被拒绝</translation>
    </message>
    <message>
        <source>%1 rows were rejected</source>
        <translation>%1 行被拒绝</translation>
    </message>
    <message>
        <source>: see %1.</source>
        <translation>：见 %1。</translation>
    </message>
    <message>
        <source>1 value was too small for half precision and became 0.</source>
        <translation>1 个值对半精度而言过小，已变为 0。</translation>
    </message>
    <message>
        <source>%1 values were too small for half precision and became 0.</source>
        <translation>%1 个值对半精度而言过小，已变为 0。</translation>
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
    <message>
        <source>Files of vectors and their metadata go into tables here, checked row by row, and tables go out into files. It takes a server that is open.</source>
        <translation>在这里将向量及其元数据的文件逐行检查后加载到表中，并将表导出为文件。需要先打开一个服务器。</translation>
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
    <message>
        <source>Files with rows or vectors (*.csv *.tsv *.tab *.txt *.jsonl *.ndjson *.json *.npy *.fvecs *.bvecs *.ivecs *.hdf5 *.h5)</source>
        <translation>含行或向量的文件 (*.csv *.tsv *.tab *.txt *.jsonl *.ndjson *.json *.npy *.fvecs *.bvecs *.ivecs *.hdf5 *.h5)</translation>
    </message>
    <message>
        <source>A load is under way. The next one can be set up when it has ended.</source>
        <translation>正在加载。结束后才能设置下一次加载。</translation>
    </message>
    <message>
        <source>Nothing can be shown until the file can be read.</source>
        <translation>能够读取文件之前，没有可显示的内容。</translation>
    </message>
    <message>
        <source>Not loaded: %1</source>
        <translation>未加载：%1</translation>
    </message>
    <message>
        <source>Open a connection first: there is no server to load into.</source>
        <translation>请先打开一个连接：没有可加载到的服务器。</translation>
    </message>
    <message>
        <source>The profile %1 is read-only: the server refuses every change. Choose another connection, or allow changes in the profile.</source>
        <translation>连接配置 %1 为只读：服务器拒绝一切更改。请选择其他连接，或在配置中允许更改。</translation>
    </message>
    <message>
        <source>The file cannot be read as it is.</source>
        <translation>无法按现状读取该文件。</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>column, problem</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 problems: %2</source>
        <translation>%1 个问题：%2</translation>
    </message>
    <message>
        <source>The table could not be looked at.</source>
        <translation>无法查看该表。</translation>
    </message>
    <message>
        <source>All rows of the file into %1</source>
        <translation>文件的所有行到 %1</translation>
    </message>
    <message>
        <source>Goes on behind the %1 that are in %2</source>
        <translation>在 %2 中已有的 %1 之后继续</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1 is a production server. This writes into %2.</source>
        <translation>%1 是生产服务器。此操作将写入 %2。</translation>
    </message>
    <message>
        <source>Look for unfinished loads</source>
        <translation>查找未完成的加载</translation>
    </message>
    <message>
        <source>Whether loads are unfinished could not be asked: %1</source>
        <translation>无法查询是否有未完成的加载：%1</translation>
    </message>
    <message>
        <source>The load of %1 into %2 stopped after %3, %4.</source>
        <comment>file, table, rows, date</comment>
        <translation>%1 到 %2 的加载在 %3 之后停止，%4。</translation>
    </message>
    <message>
        <source>a table that is gone</source>
        <translation>一个已不存在的表</translation>
    </message>
    <message>
        <source>Still to be done at its end: %1.</source>
        <translation>结束时仍需执行：%1。</translation>
    </message>
    <message>
        <source>How the load was set up is not known any more: choose its table and columns as they were.</source>
        <translation>这次加载的设置已不可知：请按原样选择表和列。</translation>
    </message>
    <message>
        <source>Run them, then forget</source>
        <translation>运行这些语句后再遗忘</translation>
    </message>
    <message>
        <source>Copy them</source>
        <translation>复制这些语句</translation>
    </message>
    <message>
        <source>Forget them too</source>
        <translation>一并遗忘</translation>
    </message>
    <message>
        <source>The load into %1 has not run these yet, and they are written down nowhere else:</source>
        <translation>到 %1 的加载尚未运行以下语句，且别处没有记录：</translation>
    </message>
    <message>
        <source>Finish the load into %1</source>
        <translation>完成到 %1 的加载</translation>
    </message>
    <message>
        <source>Forget an unfinished load</source>
        <translation>遗忘未完成的加载</translation>
    </message>
    <message>
        <source>From CSV, TSV, JSON lines, .npy, .fvecs, .bvecs, .ivecs or HDF5 into a table that exists or a new one. You see the first rows and what does not fit before anything is written, and an interrupted load goes on where it stopped.</source>
        <translation>从 CSV、TSV、JSON 行、.npy、.fvecs、.bvecs、.ivecs 或 HDF5 加载到已有的表或新表。写入之前会先显示前几行以及不合格之处，中断的加载会从停止处继续。</translation>
    </message>
    <message>
        <source>or drop a file anywhere on this page</source>
        <translation>或将文件拖放到此页的任意位置</translation>
    </message>
    <message>
        <source>Every statement of the load, with what it locks</source>
        <translation>加载的每条语句及其锁定的对象</translation>
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
        <source>Close nevertheless</source>
        <translation>仍然关闭</translation>
    </message>
    <message>
        <source>Quiver</source>
        <translation>Quiver</translation>
    </message>
    <message>
        <source>%1 · Quiver</source>
        <translation>%1 · Quiver</translation>
    </message>
    <message>
        <source>Ctrl+K</source>
        <translation>Ctrl+K</translation>
    </message>
    <message>
        <source>Ctrl+J</source>
        <translation>Ctrl+J</translation>
    </message>
    <message>
        <source>Ctrl+L</source>
        <translation>Ctrl+L</translation>
    </message>
    <message>
        <source>Ctrl+Shift+T</source>
        <translation>Ctrl+Shift+T</translation>
    </message>
    <message>
        <source>F11</source>
        <translation>F11</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Leave running what the server can finish by itself?</source>
        <translation>让服务器能自行完成的操作继续运行吗？</translation>
    </message>
    <message>
        <source>Letting go of what the server finishes by itself…</source>
        <translation>正在放开服务器可自行完成的操作…</translation>
    </message>
    <message>
        <source>Stopping what runs, and cleaning up on the server…</source>
        <translation>正在停止运行中的操作，并在服务器上清理…</translation>
    </message>
    <message>
        <source>Do not wait</source>
        <translation>不等待</translation>
    </message>
    <message>
        <source>The workspace %1 could not be written. Unsaved text would be lost: copy it first, or close nevertheless.</source>
        <translation>无法写入工作区 %1。未保存的文本会丢失：请先复制，或仍然关闭。</translation>
    </message>
    <message>
        <source>Repair…</source>
        <translation>修复…</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Disconnect from %1? What is unfinished there is stopped, and open transactions are rolled back.</source>
        <translation>断开与 %1 的连接？未完成的工作将停止，未提交的事务将回滚。</translation>
    </message>
    <message>
        <source>Stop and disconnect</source>
        <translation>停止并断开</translation>
    </message>
    <message>
        <source>Close Quiver? What is unfinished is stopped, and open transactions are rolled back.</source>
        <translation>关闭 Quiver？未完成的工作将停止，未提交的事务将回滚。</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>停止并关闭</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>移除…</translation>
    </message>
    <message>
        <source>Stay connected</source>
        <translation>保持连接</translation>
    </message>
    <message>
        <source>Keep Quiver open</source>
        <translation>不关闭 Quiver</translation>
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
    <message>
        <source>What the server says about each statement: its command tag, rows and time, notices, errors.</source>
        <translation>服务器对每条语句的反馈：命令标签、行数和时间、通知、错误。</translation>
    </message>
    <message>
        <source>Not sent: this is a command of psql&apos;s own, the server does not know it.</source>
        <translation>未发送：这是 psql 自己的命令，服务器不识别。</translation>
    </message>
    <message>
        <source>Not sent: the statement holds a NUL character, which PostgreSQL cannot take in a text.</source>
        <translation>未发送：语句包含 NUL 字符，PostgreSQL 的文本不接受该字符。</translation>
    </message>
    <message>
        <source>Not sent: COPY … FROM STDIN needs its data. Put the lines below the statement and end them with a line \. of its own.</source>
        <translation>未发送：COPY … FROM STDIN 需要数据。请将数据行放在语句下方，并以单独一行 \. 结束。</translation>
    </message>
    <message>
        <source>not sent</source>
        <translation>未发送</translation>
    </message>
    <message>
        <source>line %1</source>
        <translation>第 %1 行</translation>
    </message>
    <message>
        <source>Detail: %1</source>
        <translation>详情：%1</translation>
    </message>
    <message>
        <source>Hint: %1</source>
        <translation>提示：%1</translation>
    </message>
    <message>
        <source> (%1 more characters)</source>
        <translation>（另有 %1 个字符）</translation>
    </message>
    <message>
        <source>Copy all messages</source>
        <translation>复制全部消息</translation>
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
    <message>
        <source>Which file is shown</source>
        <translation>显示哪个文件</translation>
    </message>
    <message>
        <source>Ctrl+S</source>
        <translation>Ctrl+S</translation>
    </message>
    <message>
        <source>Choose a migration to see its files.</source>
        <translation>选择一个迁移以查看其文件。</translation>
    </message>
    <message>
        <source>It has no .down.sql: it cannot be taken back.</source>
        <translation>没有 .down.sql：无法撤回。</translation>
    </message>
    <message>
        <source>Its file is gone, and the history has not kept its text.</source>
        <translation>其文件已缺失，历史中也没有保留其内容。</translation>
    </message>
    <message>
        <source>Its file is gone. This is what the history kept of it.</source>
        <translation>其文件已缺失。以下是历史中保留的内容。</translation>
    </message>
    <message>
        <source>Applied, so only to be read: edited it would not be what the database has.</source>
        <translation>已应用，因此只读：修改后将与数据库中的不符。</translation>
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
    <message>
        <source>taken as applied: nothing was run</source>
        <translation>视为已应用：未运行任何内容</translation>
    </message>
    <message>
        <source>taken as applied by a repair</source>
        <translation>由修复视为已应用</translation>
    </message>
    <message>
        <source>%1 from %2</source>
        <comment>a database user, and who ran the program where</comment>
        <translation>%1，来自 %2</translation>
    </message>
    <message>
        <source>Took %1</source>
        <comment>how long a migration ran</comment>
        <translation>用时 %1</translation>
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
    <message>
        <source>“%1” is no name of a table: write it as in SQL, schema.table.</source>
        <translation>“%1”不是表名：请按 SQL 的写法，即 schema.table。</translation>
    </message>
    <message>
        <source>There is no folder %1.</source>
        <translation>没有文件夹 %1。</translation>
    </message>
    <message>
        <source>The folder %1 cannot be made.</source>
        <translation>无法创建文件夹 %1。</translation>
    </message>
    <message>
        <source>Save or discard what you edited first: %1</source>
        <translation>请先保存或放弃所做的修改：%1</translation>
    </message>
    <message>
        <source>Edited migrations are not saved: %1</source>
        <translation>修改过的迁移未保存：%1</translation>
    </message>
    <message>
        <source>All of it was there already.</source>
        <translation>全部内容先前已存在。</translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation>已写入：%1</translation>
    </message>
    <message>
        <source>%1 files written to %2.</source>
        <translation>%1 个文件已写入 %2。</translation>
    </message>
    <message>
        <source>What is wrong with the files</source>
        <translation>文件有什么问题</translation>
    </message>
    <message>
        <source>Table of the history</source>
        <translation>历史表</translation>
    </message>
    <message>
        <source>&amp;Dry run of taking back the newest</source>
        <translation>试运行撤回最新的迁移(&amp;D)</translation>
    </message>
    <message>
        <source>Take all up to the chosen one as &amp;applied…</source>
        <translation>将所选及之前的全部记为已应用(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Repair the chosen one…</source>
        <translation>修复所选的(&amp;R)…</translation>
    </message>
    <message>
        <source>Allow running out of &amp;order</source>
        <translation>允许不按次序运行(&amp;O)</translation>
    </message>
    <message>
        <source>Go up although &amp;files are gone</source>
        <translation>即使文件缺失也升级(&amp;F)</translation>
    </message>
    <message>
        <source>Runs all pending ones in one transaction and rolls it back. What cannot run in a transaction is not tried.</source>
        <translation>在一个事务中运行全部待应用的迁移，然后回滚。不能在事务中运行的不予尝试。</translation>
    </message>
    <message>
        <source>A folder of numbered SQL files, 0001_name.up.sql and 0001_name.down.sql, and a table in the database that remembers which of them were applied. They are plain SQL: others run them with psql, Alembic or Flyway.</source>
        <translation>一个存放带编号 SQL 文件（0001_name.up.sql 和 0001_name.down.sql）的文件夹，以及数据库中一个记录哪些已应用的表。它们是纯 SQL：也可用 psql、Alembic 或 Flyway 运行。</translation>
    </message>
    <message>
        <source>The table in which the database remembers what was applied: %1. It is made with the first run.</source>
        <translation>数据库用来记录已应用迁移的表：%1。首次运行时创建。</translation>
    </message>
    <message>
        <source>Mend the files listed below.</source>
        <translation>请修复下列文件。</translation>
    </message>
    <message>
        <source>Dry run of migrations</source>
        <translation>迁移的试运行</translation>
    </message>
    <message>
        <source>A dry run on %1 holds the locks of %2 until it is rolled back.</source>
        <translation>在 %1 上的试运行会持有 %2 的锁，直到回滚为止。</translation>
    </message>
    <message>
        <source>This takes back what was applied on %1: %2.</source>
        <translation>这将撤回已在 %1 上应用的内容：%2。</translation>
    </message>
    <message>
        <source>This runs %2 on %1.</source>
        <translation>这将在 %1 上运行 %2。</translation>
    </message>
    <message>
        <source>%1 of %2 %3</source>
        <comment>progress: 1 of 3 statements</comment>
        <translation>%1 / %2 %3</translation>
    </message>
    <message>
        <source>This notes everything up to %1 as applied on %2, and runs nothing of it. Right only where the database has all of it already.</source>
        <translation>这会将 %1 及之前的全部迁移在 %2 上记为已应用，但不运行其中任何内容。仅当数据库已具有全部内容时才适用。</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%1（在 %2 上）</translation>
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
    <message>
        <source>Kept in the column&apos;s comment: vectors of different models cannot be compared</source>
        <translation>保存在列的注释中：不同模型的向量不可相互比较</translation>
    </message>
    <message>
        <source>What is cut off is shorter: l2_normalize()</source>
        <translation>截断后的向量会变短：l2_normalize()</translation>
    </message>
    <message>
        <source>The other table&apos;s vectors</source>
        <translation>另一个表的向量</translation>
    </message>
    <message>
        <source>Joined by this table&apos;s column</source>
        <translation>按此表的列连接</translation>
    </message>
    <message>
        <source>and the other table&apos;s column</source>
        <translation>以及另一个表的列</translation>
    </message>
    <message>
        <source>Text column</source>
        <translation>文本列</translation>
    </message>
    <message>
        <source>Te&amp;xts of</source>
        <translation>文本来自(&amp;X)</translation>
    </message>
    <message>
        <source>Em&amp;bedder</source>
        <translation>嵌入器(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Go past texts that are refused, and list them</source>
        <translation>跳过被拒绝的文本并列出它们(&amp;G)</translation>
    </message>
    <message>
        <source>A service refuses a text that is too long for it. Otherwise it ends at the first one.</source>
        <translation>服务会拒绝对其而言过长的文本。不勾选则遇到第一个即结束。</translation>
    </message>
    <message>
        <source>A trigger writes the new column whenever the old one is written</source>
        <translation>每当旧列被写入时，由触发器写入新列</translation>
    </message>
    <message>
        <source>In one short transaction: names of columns and indexes change places</source>
        <translation>在一个短事务中：交换列和索引的名称</translation>
    </message>
    <message>
        <source>Views and the like go by the column itself, not by its name</source>
        <translation>视图等依据列本身，而不是列名</translation>
    </message>
    <message>
        <source>Name of the new column until the swap</source>
        <translation>交换前新列的名称</translation>
    </message>
    <message>
        <source>Name of the old column after the swap</source>
        <translation>交换后旧列的名称</translation>
    </message>
    <message>
        <source>Comment on the new column</source>
        <translation>新列的注释</translation>
    </message>
    <message>
        <source>Make its indexes for search, as the old ones</source>
        <translation>按旧列创建其搜索索引</translation>
    </message>
    <message>
        <source>With the same method, options and distance, concurrently</source>
        <translation>使用相同的方法、选项和距离，并发构建</translation>
    </message>
    <message>
        <source>Clean up between filling and indexing (VACUUM)</source>
        <translation>在填充与建索引之间进行清理 (VACUUM)</translation>
    </message>
    <message>
        <source>Frees the room of the rows&apos; former versions</source>
        <translation>释放行的旧版本所占的空间</translation>
    </message>
    <message>
        <source>A trigger empties the new column when the text changes, and the row is embedded anew</source>
        <translation>文本变更时触发器会清空新列，随后重新嵌入该行</translation>
    </message>
    <message>
        <source>the old vectors, in the new type</source>
        <translation>旧向量，转为新类型</translation>
    </message>
    <message>
        <source>the old vectors, at length one</source>
        <translation>旧向量，归一化</translation>
    </message>
    <message>
        <source>the old vectors&apos; first dimensions</source>
        <translation>旧向量的前若干维</translation>
    </message>
    <message>
        <source>one bit of each old dimension</source>
        <translation>每个旧维一位</translation>
    </message>
    <message>
        <source>the row&apos;s texts, by an embedder</source>
        <translation>该行的文本，由嵌入器生成</translation>
    </message>
    <message>
        <source>the application, which fills them itself</source>
        <translation>应用程序自行填充</translation>
    </message>
    <message>
        <source>Look at the table %1</source>
        <translation>查看表 %1</translation>
    </message>
    <message>
        <source>The table has no column of vectors.</source>
        <translation>该表没有向量列。</translation>
    </message>
    <message>
        <source>Choose a table with vectors, or add a column first.</source>
        <translation>请选择含向量的表，或先添加一列。</translation>
    </message>
    <message>
        <source>Choose the table that has the new vectors.</source>
        <translation>请选择存放新向量的表。</translation>
    </message>
    <message>
        <source>Write the expression that makes a new vector of a row.</source>
        <translation>请写出由行生成新向量的表达式。</translation>
    </message>
    <message>
        <source>Plan a migration</source>
        <translation>规划迁移</translation>
    </message>
    <message>
        <source>The columns are swapped already.</source>
        <translation>两列已经交换。</translation>
    </message>
    <message>
        <source>How many rows the table has is not known: it was never analyzed.</source>
        <translation>表的行数未知：从未分析过。</translation>
    </message>
    <message>
        <source>About %1.</source>
        <translation>约 %1。</translation>
    </message>
    <message>
        <source>%1: %2 to fill</source>
        <translation>%1：待填充 %2</translation>
    </message>
    <message>
        <source>, %1 filled</source>
        <translation>，已填充 %1</translation>
    </message>
    <message>
        <source>, %1 without a source</source>
        <translation>，%1 没有来源</translation>
    </message>
</context>
<context>
    <name>quiver::ui::NameGuard</name>
    <message>
        <source>what it names</source>
        <comment>an object</comment>
        <translation>所指的对象</translation>
    </message>
    <message>
        <source>This drops %1.</source>
        <translation>这将删除 %1。</translation>
    </message>
    <message>
        <source>This removes every row of %1.</source>
        <translation>这将清除 %1 的所有行。</translation>
    </message>
    <message>
        <source>This deletes every row of %1.</source>
        <translation>这将删除 %1 的所有行。</translation>
    </message>
    <message>
        <source>This changes every row of %1.</source>
        <translation>这将更改 %1 的所有行。</translation>
    </message>
    <message>
        <source>This drops %1 with all values.</source>
        <comment>one or more columns</comment>
        <translation>这将删除 %1 及其所有值。</translation>
    </message>
    <message>
        <source>This drops a part of the definition of %1.</source>
        <translation>这将删除 %1 定义的一部分。</translation>
    </message>
    <message>
        <source>This takes privileges away: %1.</source>
        <translation>这将收回权限：%1。</translation>
    </message>
    <message>
        <source>What would be destroyed</source>
        <translation>将被销毁的内容</translation>
    </message>
    <message>
        <source>Type %1 to go on</source>
        <translation>输入 %1 以继续</translation>
    </message>
    <message>
        <source>To go on, type %1</source>
        <comment>a name in bold</comment>
        <translation>要继续，请输入 %1</translation>
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
    <message>
        <source>Counts by itself, and takes the ids of rows that have some</source>
        <translation>自动计数；行自带 id 时沿用该 id</translation>
    </message>
    <message>
        <source>Random: known before the row is there, unique across servers</source>
        <translation>随机：行写入前即可得知，跨服务器唯一</translation>
    </message>
    <message>
        <source>“%1” becomes a column of its own that every row must have.</source>
        <translation>“%1”成为单独的列，每行都必须有值。</translation>
    </message>
    <message>
        <source>The primary key becomes (%1): a unique key of a partitioned table contains the column that it is divided by.</source>
        <translation>主键变为 (%1)：分区表的唯一键必须包含分区所依据的列。</translation>
    </message>
    <message>
        <source>The size of a row depends on the vectors whose size is not known.</source>
        <translation>行的大小取决于大小未知的向量。</translation>
    </message>
    <message>
        <source>A row would not fit into a page.</source>
        <translation>一行放不进一页。</translation>
    </message>
    <message>
        <source>A row takes about %1 on disk, a million rows %2, without indexes.</source>
        <translation>每行约占磁盘 %1，一百万行约 %2，不含索引。</translation>
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
    <message>
        <source>Look for schemas and languages</source>
        <translation>查找模式和语言</translation>
    </message>
    <message>
        <source>Give the table a name. Then you see here what will be made; the rest of the form may stay as it is.</source>
        <translation>请为表命名，随后这里会显示将要创建的内容；表单的其余部分可保持不变。</translation>
    </message>
    <message>
        <source>Add a vector column to %1 instead…</source>
        <translation>改为向 %1 添加向量列…</translation>
    </message>
    <message>
        <source>Correct what is marked in the form. Then you see here what will be made.</source>
        <translation>更正表单中标出的内容后，这里会显示将要创建的内容。</translation>
    </message>
</context>
<context>
    <name>quiver::ui::OtherPage</name>
    <message>
        <source>Keyword</source>
        <translation>关键字</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
</context>
<context>
    <name>quiver::ui::OutageBar</name>
    <message>
        <source>Dismiss</source>
        <translation>关闭提示</translation>
    </message>
    <message>
        <source>The connection to %1 was lost at %2</source>
        <translation>与 %1 的连接于 %2 断开</translation>
    </message>
    <message>
        <source>Reconnecting…</source>
        <translation>正在重新连接…</translation>
    </message>
    <message>
        <source>The next piece of work tries again.</source>
        <translation>下一次操作会再次尝试。</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>立即尝试</translation>
    </message>
    <message>
        <source>%1 is back after %2.</source>
        <translation>%1 已在 %2 后恢复。</translation>
    </message>
    <message>
        <source>%1 is back (%2) after %3.</source>
        <translation>%1 已恢复 (%2)，历时 %3。</translation>
    </message>
</context>
<context>
    <name>quiver::ui::PairTable</name>
    <message>
        <source>Remove the row</source>
        <translation>移除此行</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ParameterForm</name>
    <message>
        <source>For &amp;any values</source>
        <translation>用于任意值(&amp;A)</translation>
    </message>
    <message>
        <source>The statement has parameters. With their values it is planned as it will be run; text is taken in the type that the server infers.</source>
        <translation>语句含有参数。给出参数值后，将按实际运行的方式规划；文本按服务器推断的类型解释。</translation>
    </message>
    <message>
        <source>Enter; Shift+Enter makes a new line in a value</source>
        <translation>Enter；Shift+Enter 在值中换行</translation>
    </message>
    <message>
        <source>The generic plan: as a prepared statement is planned after some runs</source>
        <translation>通用计划：即预备语句在运行若干次后所用的计划</translation>
    </message>
    <message>
        <source>NULL</source>
        <translation>NULL</translation>
    </message>
    <message>
        <source>Value of $%1</source>
        <translation>$%1 的值</translation>
    </message>
    <message>
        <source>$%1 is NULL</source>
        <translation>$%1 为 NULL</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ParameterPanel</name>
    <message>
        <source>Parameters of the statements</source>
        <translation>语句的参数</translation>
    </message>
    <message>
        <source>Type of %1</source>
        <translation>%1 的类型</translation>
    </message>
    <message>
        <source>unknown type</source>
        <translation>类型未知</translation>
    </message>
    <message>
        <source>The type that the value is sent as. Empty: the server decides by where the parameter stands; where it cannot, it says so.</source>
        <translation>发送该值所用的类型。留空：服务器根据参数所在位置决定；无法决定时会给出提示。</translation>
    </message>
    <message>
        <source>Value of %1</source>
        <translation>%1 的值</translation>
    </message>
    <message>
        <source>NULL</source>
        <translation>NULL</translation>
    </message>
    <message>
        <source>A vector from a row, a file or a text</source>
        <translation>来自行、文件或文本的向量</translation>
    </message>
    <message>
        <source>:%1: %2</source>
        <translation>:%1：%2</translation>
    </message>
    <message>
        <source>%1 has no value yet: type one, or tick NULL. An empty text is a value of the type text. A colon that is no parameter is sent as it stands when a blank follows it.</source>
        <translation>%1 还没有值：请输入一个值，或勾选 NULL。空文本是 text 类型的值。不是参数的冒号，若后面跟一个空格，则原样发送。</translation>
    </message>
    <message>
        <source>%1 have no values yet: type them, or tick NULL. An empty text is a value of the type text. A colon that is no parameter is sent as it stands when a blank follows it.</source>
        <translation>%1 尚无值：请输入，或勾选 NULL。空文本是 text 类型的一个值。不是参数的冒号，其后有空格时按原样发送。</translation>
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
    <message>
        <source>Remove partition %1</source>
        <translation>移除分区 %1</translation>
    </message>
    <message>
        <source>The first value that is in it; empty: everything below the end</source>
        <translation>其中的第一个值；留空：结束值以下的全部</translation>
    </message>
    <message>
        <source>The first value that is not in it any more; empty: everything from the beginning on</source>
        <translation>不再属于其中的第一个值；留空：从起始值开始的全部</translation>
    </message>
    <message>
        <source>The name of the partition&apos;s table</source>
        <translation>分区所用表的名称</translation>
    </message>
    <message>
        <source>Values of partition %1</source>
        <translation>分区 %1 的值</translation>
    </message>
    <message>
        <source>Begin of partition %1</source>
        <translation>分区 %1 的起始</translation>
    </message>
    <message>
        <source>End of partition %1</source>
        <translation>分区 %1 的结束</translation>
    </message>
    <message>
        <source>Name of partition %1</source>
        <translation>分区 %1 的名称</translation>
    </message>
</context>
<context>
    <name>quiver::ui::PasswordDialog</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
</context>
<context>
    <name>quiver::ui::PasswordKeeper</name>
    <message>
        <source>The keychain has not answered yet.</source>
        <translation>钥匙串尚未应答。</translation>
    </message>
    <message>
        <source>The keychain was not read: %1</source>
        <translation>未能读取钥匙串：%1</translation>
    </message>
    <message>
        <source>The password was not stored, it is kept until Quiver ends: %1</source>
        <translation>密码未保存，将保留到 Quiver 退出：%1</translation>
    </message>
    <message>
        <source>The password is still in the keychain: %1</source>
        <translation>密码仍在钥匙串中：%1</translation>
    </message>
</context>
<context>
    <name>quiver::ui::PhaseBars</name>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>to come</source>
        <translation>尚未开始</translation>
    </message>
    <message>
        <source>done in %1</source>
        <translation>完成，用时 %1</translation>
    </message>
    <message>
        <source>%L1 of %L2 %3</source>
        <translation>%L1 / %L2 %3</translation>
    </message>
</context>
<context>
    <name>quiver::ui::PlanCompare</name>
    <message>
        <source>Graph of the left plan</source>
        <translation>左侧计划图</translation>
    </message>
    <message>
        <source>Graph of the right plan</source>
        <translation>右侧计划图</translation>
    </message>
    <message>
        <source>The chosen nodes</source>
        <translation>所选节点</translation>
    </message>
    <message>
        <source>Back to the plan (Esc)</source>
        <translation>返回计划 (Esc)</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>执行计划</translation>
    </message>
    <message>
        <source>What the bars of the nodes say</source>
        <translation>节点条形图表示什么</translation>
    </message>
    <message>
        <source>All of both</source>
        <translation>两者全部显示</translation>
    </message>
    <message>
        <source>Left to right, right to left</source>
        <translation>左右互换</translation>
    </message>
    <message>
        <source>Swap</source>
        <translation>互换</translation>
    </message>
    <message>
        <source>Only what differs</source>
        <translation>仅显示差异</translation>
    </message>
    <message>
        <source>Next difference</source>
        <translation>下一处差异</translation>
    </message>
    <message>
        <source>To the next pair of nodes that differ (F3)</source>
        <translation>转到下一对有差异的节点 (F3)</translation>
    </message>
    <message>
        <source>Nodes of both plans</source>
        <translation>两个计划的节点</translation>
    </message>
    <message>
        <source>Left: %1</source>
        <comment>which plan</comment>
        <translation>左：%1</translation>
    </message>
    <message>
        <source>Right: %1</source>
        <comment>which plan</comment>
        <translation>右：%1</translation>
    </message>
    <message>
        <source>only here</source>
        <comment>a node that the other plan does not have</comment>
        <translation>仅此处有</translation>
    </message>
</context>
<context>
    <name>quiver::ui::PlanDifferenceModel</name>
    <message>
        <source>only on the left</source>
        <translation>仅左侧</translation>
    </message>
    <message>
        <source>only on the right</source>
        <translation>仅右侧</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>左</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>右</translation>
    </message>
    <message>
        <source>Differs</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Own time, left</source>
        <translation>自身时间，左</translation>
    </message>
    <message>
        <source>right</source>
        <comment>own time of the right plan</comment>
        <translation>右</translation>
    </message>
    <message>
        <source>Own cost, left</source>
        <translation>自身代价，左</translation>
    </message>
    <message>
        <source>right</source>
        <comment>own cost of the right plan</comment>
        <translation>右</translation>
    </message>
    <message>
        <source>Rows, left</source>
        <translation>行数，左</translation>
    </message>
    <message>
        <source>right</source>
        <comment>rows of the right plan</comment>
        <translation>右</translation>
    </message>
    <message>
        <source>Own pages, left</source>
        <translation>自身页数，左</translation>
    </message>
    <message>
        <source>right</source>
        <comment>own pages of the right plan</comment>
        <translation>右</translation>
    </message>
</context>
<context>
    <name>quiver::ui::PlanFlame</name>
    <message>
        <source>Flame view of the plan</source>
        <translation>计划的火焰图</translation>
    </message>
    <message>
        <source>No node has a figure of this kind: all are shown as equal.</source>
        <translation>没有节点具有此类数值：全部按相同显示。</translation>
    </message>
    <message>
        <source>with what is below: %1 (%2)</source>
        <translation>含下层：%1 (%2)</translation>
    </message>
    <message>
        <source>by itself: %1 (%2)</source>
        <translation>自身：%1 (%2)</translation>
    </message>
</context>
<context>
    <name>quiver::ui::PlanGraph</name>
    <message>
        <source>Graph of the plan</source>
        <translation>计划图</translation>
    </message>
</context>
<context>
    <name>quiver::ui::PlanHistory</name>
    <message>
        <source>Plans</source>
        <translation>执行计划</translation>
    </message>
    <message>
        <source>Search the plans</source>
        <translation>搜索执行计划</translation>
    </message>
    <message>
        <source>Close the list of plans</source>
        <translation>关闭计划列表</translation>
    </message>
    <message>
        <source>Plans that you explain, paste or open are kept here: to be looked at again, and compared.</source>
        <translation>获取、粘贴或打开过的计划保存在这里，可再次查看和比较。</translation>
    </message>
    <message>
        <source>No plan holds these words.</source>
        <translation>没有包含这些词的计划。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>The two plans side by side</source>
        <translation>两个计划并排</translation>
    </message>
    <message>
        <source>Side by side with the plan that is shown; or choose two of the list</source>
        <translation>与当前显示的计划并排；或在列表中选择两个</translation>
    </message>
    <message>
        <source>Choose two plans of the list</source>
        <translation>在列表中选择两个计划</translation>
    </message>
    <message>
        <source>Compare with the plan shown</source>
        <translation>与当前显示的计划比较</translation>
    </message>
    <message>
        <source>Copy the statement</source>
        <translation>复制语句</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>从列表中移除</translation>
    </message>
</context>
<context>
    <name>quiver::ui::PlanHistoryModel</name>
    <message>
        <source>Explain %1</source>
        <comment>a moment</comment>
        <translation>执行计划 %1</translation>
    </message>
    <message>
        <source>Explain analyze %1</source>
        <comment>a moment</comment>
        <translation>执行计划并测量 %1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>a file, a moment</comment>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>Pasted %1</source>
        <comment>a moment</comment>
        <translation>粘贴于 %1</translation>
    </message>
    <message>
        <source>cost %1</source>
        <translation>代价 %1</translation>
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
        <source>a plan without its statement</source>
        <translation>不含语句的计划</translation>
    </message>
</context>
<context>
    <name>quiver::ui::PlanLoader</name>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>无法读取 %1：%2</translation>
    </message>
    <message>
        <source>Read a plan</source>
        <translation>读取计划</translation>
    </message>
</context>
<context>
    <name>quiver::ui::PlanMiniMap</name>
    <message>
        <source>The whole plan; click to go there</source>
        <translation>整个计划；单击可转到该处</translation>
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
    <message>
        <source>%1x more</source>
        <comment>than expected</comment>
        <translation>实际为 %1 倍</translation>
    </message>
    <message>
        <source>%1x fewer</source>
        <comment>than expected</comment>
        <translation>实际为 1/%1</translation>
    </message>
    <message>
        <source>By itself: without what runs below it; over all loops, and processes side by side</source>
        <translation>自身：不含其下层的运行；所有循环合计，并行进程同时计</translation>
    </message>
    <message>
        <source>With all that runs below it</source>
        <translation>含其下层的全部运行</translation>
    </message>
    <message>
        <source>Rows by the planner&apos;s estimate, over all loops</source>
        <translation>规划器估算的行数，所有循环合计</translation>
    </message>
    <message>
        <source>The estimate is off by 10 times or more</source>
        <translation>估算偏差达 10 倍或以上</translation>
    </message>
    <message>
        <source>Rows that were read and thrown away</source>
        <translation>已读取但被丢弃的行</translation>
    </message>
    <message>
        <source>Pages of 8 kB by itself, from shared_buffers or read</source>
        <translation>自身的 8 kB 页数，来自 shared_buffers 或读取</translation>
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
    <message>
        <source>%1 in shared_buffers</source>
        <translation>shared_buffers 中 %1</translation>
    </message>
    <message>
        <source>%1 read</source>
        <translation>读取 %1</translation>
    </message>
    <message>
        <source>%1 dirtied</source>
        <translation>弄脏 %1</translation>
    </message>
    <message>
        <source>%1 written</source>
        <translation>写入 %1</translation>
    </message>
    <message>
        <source>%1 of temporary tables</source>
        <translation>临时表 %1</translation>
    </message>
    <message>
        <source>%1 read from temporary files</source>
        <translation>从临时文件读取 %1</translation>
    </message>
    <message>
        <source>%1 written to temporary files</source>
        <translation>向临时文件写入 %1</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Sort</source>
        <translation>排序</translation>
    </message>
    <message>
        <source> on disk</source>
        <translation>（磁盘）</translation>
    </message>
    <message>
        <source>Hash</source>
        <translation>哈希</translation>
    </message>
    <message>
        <source>%1 buckets, %2 batches</source>
        <translation>%1 个桶，%2 个批次</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>磁盘</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>%1 hits, %2 misses</source>
        <translation>命中 %1，未命中 %2</translation>
    </message>
    <message>
        <source>Heap blocks</source>
        <translation>堆块</translation>
    </message>
    <message>
        <source>%1 exact, %2 lossy</source>
        <translation>精确 %1，有损 %2</translation>
    </message>
    <message>
        <source>%1 until the first row, %2 in all</source>
        <translation>首行前 %1，总计 %2</translation>
    </message>
    <message>
        <source>%1 planned, %2 launched</source>
        <translation>计划 %1，启动 %2</translation>
    </message>
    <message>
        <source>?</source>
        <translation>?</translation>
    </message>
    <message>
        <source>WAL</source>
        <translation>WAL</translation>
    </message>
    <message>
        <source>%1 records, %2</source>
        <translation>%1 条记录，%2</translation>
    </message>
    <message>
        <source>Also said</source>
        <translation>其他信息</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页数</translation>
    </message>
    <message>
        <source>Worker %1</source>
        <translation>工作进程 %1</translation>
    </message>
    <message>
        <source>By the plan alone: what only the catalogue knows (indexes, dead rows, settings) was not looked at.</source>
        <translation>仅依据计划：未查看只有系统目录才知道的内容（索引、死元组、设置）。</translation>
    </message>
    <message>
        <source>Preview the change…</source>
        <translation>预览变更…</translation>
    </message>
    <message>
        <source>Set for the role…</source>
        <translation>为角色设置…</translation>
    </message>
    <message>
        <source>cost %1</source>
        <translation>代价 %1</translation>
    </message>
    <message>
        <source>and %1 more, which are lighter</source>
        <translation>另有 %1 项，占用较少</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>表</translation>
    </message>
    <message>
        <source>Types of nodes</source>
        <translation>节点类型</translation>
    </message>
    <message>
        <source>Indexes</source>
        <translation>索引</translation>
    </message>
    <message>
        <source>left</source>
        <translation>左</translation>
    </message>
    <message>
        <source>right</source>
        <translation>右</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Reads</source>
        <translation>读取对象</translation>
    </message>
    <message>
        <source>Index</source>
        <translation>索引</translation>
    </message>
    <message>
        <source>The left plan has no such node.</source>
        <translation>左侧计划没有这样的节点。</translation>
    </message>
    <message>
        <source>The right plan has no such node.</source>
        <translation>右侧计划没有这样的节点。</translation>
    </message>
    <message>
        <source>both</source>
        <translation>两者</translation>
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
    <message>
        <source>Compare it with another plan, side by side</source>
        <translation>与另一个计划并排比较</translation>
    </message>
    <message>
        <source>The plans of before (Ctrl+Shift+H)</source>
        <translation>以往的计划 (Ctrl+Shift+H)</translation>
    </message>
    <message>
        <source>With a plan from a &amp;file…</source>
        <translation>与文件中的计划(&amp;F)…</translation>
    </message>
    <message>
        <source>With the plan in the &amp;clipboard</source>
        <translation>与剪贴板中的计划(&amp;C)</translation>
    </message>
    <message>
        <source>With one of &amp;before…</source>
        <translation>与以往的计划(&amp;B)…</translation>
    </message>
    <message>
        <source>Plan %1 of the text</source>
        <translation>文本中的计划 %1</translation>
    </message>
    <message>
        <source>With plan %1 of the text</source>
        <translation>与文本中的计划 %1</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
    <message>
        <source>P&amp;lans of before</source>
        <translation>以往的计划(&amp;L)</translation>
    </message>
    <message>
        <source>Ctrl+Shift+H</source>
        <translation>Ctrl+Shift+H</translation>
    </message>
    <message>
        <source>Plans of before</source>
        <translation>以往的计划</translation>
    </message>
    <message>
        <source>Compare the plan with one from a file</source>
        <translation>将计划与文件中的计划比较</translation>
    </message>
    <message>
        <source>Compare the plan with the one in the clipboard</source>
        <translation>将计划与剪贴板中的计划比较</translation>
    </message>
    <message>
        <source>Compare two plans</source>
        <translation>比较两个计划</translation>
    </message>
    <message>
        <source>Compare with a plan</source>
        <translation>与某个计划比较</translation>
    </message>
    <message>
        <source>Plans (*.json *.txt *.log *.sql *.plan *.out);;All files (*)</source>
        <translation>执行计划 (*.json *.txt *.log *.sql *.plan *.out);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Behind it the text is no plan: line %1, column %2: %3.</source>
        <translation>其后的文本不是计划：第 %1 行，第 %2 列：%3。</translation>
    </message>
    <message>
        <source>This plan has %1: it is shown, and not kept in the list of plans, which takes %2 at most.</source>
        <translation>此计划有 %1：会显示，但不保存到计划列表中，列表最多接受 %2。</translation>
    </message>
    <message>
        <source>There is no plan to compare with. Line %1, column %2: %3.</source>
        <translation>没有可比较的计划。第 %1 行，第 %2 列：%3。</translation>
    </message>
    <message>
        <source>The text is long: what is below begins with its line %1.</source>
        <translation>文本很长：下方从其第 %1 行开始。</translation>
    </message>
    <message>
        <source>The server that made this plan is not open: open it under Connections, then the plan once more.</source>
        <translation>生成此计划的服务器未打开：请先在“连接”中打开它，再重新打开此计划。</translation>
    </message>
    <message>
        <source>Look at the tables of a plan</source>
        <translation>查看计划所涉及的表</translation>
    </message>
    <message>
        <source>The tables of the plan were not looked at: %1</source>
        <translation>未查看计划所涉及的表：%1</translation>
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
    <message>
        <source>Flame</source>
        <comment>a flame view: bars as wide as nodes weigh, below each other</comment>
        <translation>火焰图</translation>
    </message>
    <message>
        <source>Save the graph as a picture (PNG, SVG)</source>
        <translation>将图保存为图片（PNG、SVG）</translation>
    </message>
    <message>
        <source>Nodes of the plan</source>
        <translation>计划的节点</translation>
    </message>
    <message>
        <source>The chosen node</source>
        <translation>所选节点</translation>
    </message>
    <message>
        <source>Totals per table, type of node and index</source>
        <translation>按表、节点类型和索引汇总</translation>
    </message>
    <message>
        <source>The plan as text</source>
        <translation>文本形式的计划</translation>
    </message>
    <message>
        <source>Totals</source>
        <translation>汇总</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>number and text of a statement</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>As text this plan has some %1, most of it blanks before its nodes: that is not shown here. quiverctl explain prints it.</source>
        <translation>此计划的文本约 %1，大部分是节点前的空白，因此不在此显示。可用 quiverctl explain 输出。</translation>
    </message>
    <message>
        <source>Write a plan as text</source>
        <translation>将计划写成文本</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>none</source>
        <comment>no node was found</comment>
        <translation>无</translation>
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
        <source>Save the graph</source>
        <translation>保存图</translation>
    </message>
    <message>
        <source>PNG (*.png);;SVG (*.svg)</source>
        <translation>PNG (*.png);;SVG (*.svg)</translation>
    </message>
    <message>
        <source>The graph was saved as %1.</source>
        <translation>图已保存为 %1。</translation>
    </message>
    <message>
        <source>Save elsewhere…</source>
        <translation>保存到别处…</translation>
    </message>
</context>
<context>
    <name>quiver::ui::PlanWords</name>
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
    <message>
        <source>%1, by %2</source>
        <comment>a table, an index</comment>
        <translation>%1，通过 %2</translation>
    </message>
    <message>
        <source>%1 G</source>
        <comment>a number in thousands of millions</comment>
        <translation>%1 G</translation>
    </message>
    <message>
        <source>%1 M</source>
        <comment>a number in millions</comment>
        <translation>%1 M</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <comment>a duration, nodes</comment>
        <translation>%1，共 %2</translation>
    </message>
    <message>
        <source>JIT %1</source>
        <translation>JIT %1</translation>
    </message>
    <message>
        <source>triggers %1</source>
        <translation>触发器 %1</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <comment>from a duration to another</comment>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>%1, %2x as fast</source>
        <translation>%1，速度为 %2 倍</translation>
    </message>
    <message>
        <source>%1, %2x as long</source>
        <translation>%1，时间为 %2 倍</translation>
    </message>
    <message>
        <source>cost %1 → %2</source>
        <translation>代价 %1 → %2</translation>
    </message>
    <message>
        <source>pages %1 → %2</source>
        <translation>页数 %1 → %2</translation>
    </message>
    <message>
        <source>no node differs</source>
        <translation>没有节点不同</translation>
    </message>
    <message>
        <source>1 node differs</source>
        <translation>1 个节点不同</translation>
    </message>
    <message>
        <source>%1 nodes differ</source>
        <translation>%1 个节点不同</translation>
    </message>
    <message>
        <source>%1 only on the left</source>
        <translation>%1 个仅在左侧</translation>
    </message>
    <message>
        <source>%1 only on the right</source>
        <translation>%1 个仅在右侧</translation>
    </message>
</context>
<context>
    <name>quiver::ui::PoolPage</name>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Idle</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Overflow</source>
        <translation>溢出</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Sessions of the pool over the last two minutes</source>
        <translation>最近两分钟连接池的会话</translation>
    </message>
    <message>
        <source>Sessions that the pool keeps</source>
        <translation>连接池保留的会话</translation>
    </message>
    <message>
        <source>Checked in: connected, and nobody holds them</source>
        <translation>已归还：已连接，且无人占用</translation>
    </message>
    <message>
        <source>Checked out: somebody holds them</source>
        <translation>已借出：有人占用</translation>
    </message>
    <message>
        <source>Sessions beyond the size, closed when they are given back</source>
        <translation>超出大小的会话，归还时关闭</translation>
    </message>
    <message>
        <source>Pieces of work that wait for a session</source>
        <translation>等待会话的操作</translation>
    </message>
    <message>
        <source>Since the connection was opened</source>
        <translation>自连接打开以来</translation>
    </message>
    <message>
        <source>Drop idle sessions</source>
        <translation>断开空闲会话</translation>
    </message>
    <message>
        <source>Closes the connections that nobody holds. They are made anew when they are needed.</source>
        <translation>关闭无人占用的连接，需要时重新建立。</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>The connection is not open</source>
        <translation>连接未打开</translation>
    </message>
    <message>
        <source>While it is open, its pool is seen here: how many sessions there are, who holds them and since when, and what the server does for each.</source>
        <translation>连接打开期间，这里会显示其连接池：有多少会话，由谁占用、从何时开始，以及服务器正在为每个会话做什么。</translation>
    </message>
    <message>
        <source>Open the connection</source>
        <translation>打开连接</translation>
    </message>
    <message>
        <source>Leases: %1 · timed out: %2 · reconnects: %3 · wait: %4 mean, %5 longest</source>
        <translation>租用：%1 · 超时：%2 · 重连：%3 · 等待：平均 %4，最长 %5</translation>
    </message>
    <message>
        <source>No session is free to ask the server: what it says here is %1 old.</source>
        <translation>没有空闲会话可用来询问服务器：此处的服务器信息是 %1 前的。</translation>
    </message>
    <message>
        <source>Look at the backends</source>
        <translation>查看后端进程</translation>
    </message>
    <message>
        <source>What the server says could not be asked: %1</source>
        <translation>无法查询服务器的信息：%1</translation>
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
    <message>
        <source>not connected</source>
        <comment>state of a session</comment>
        <translation>未连接</translation>
    </message>
    <message>
        <source>connecting</source>
        <comment>state of a session</comment>
        <translation>正在连接</translation>
    </message>
    <message>
        <source>lost, tries again</source>
        <comment>state of a session</comment>
        <translation>已断开，正在重试</translation>
    </message>
    <message>
        <source>idle</source>
        <comment>state of a session</comment>
        <translation>空闲</translation>
    </message>
    <message>
        <source>busy</source>
        <comment>state of a session</comment>
        <translation>忙碌</translation>
    </message>
    <message>
        <source>open</source>
        <comment>state of a transaction</comment>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Held by</source>
        <translation>占用者</translation>
    </message>
    <message>
        <source>For</source>
        <comment>how long somebody holds a session</comment>
        <translation>时长</translation>
    </message>
    <message>
        <source>Backend</source>
        <translation>后端进程</translation>
    </message>
    <message>
        <source>Server says</source>
        <translation>服务器报告</translation>
    </message>
    <message>
        <source>Waits for</source>
        <translation>等待事件</translation>
    </message>
    <message>
        <source>Since</source>
        <comment>how long ago the latest query began</comment>
        <translation>已历时</translation>
    </message>
    <message>
        <source>Latest query</source>
        <translation>最近的查询</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>连接时长</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>主机</translation>
    </message>
    <message>
        <source>Reconnects</source>
        <translation>重连次数</translation>
    </message>
    <message>
        <source>Last error</source>
        <translation>最近的错误</translation>
    </message>
    <message>
        <source>answers this page</source>
        <translation>正为本页应答</translation>
    </message>
    <message>
        <source>not allowed to know</source>
        <translation>无权知晓</translation>
    </message>
    <message>
        <source>outside of the pool</source>
        <translation>连接池之外</translation>
    </message>
    <message>
        <source>work without a title</source>
        <translation>无标题的操作</translation>
    </message>
    <message>
        <source>A session of the pool</source>
        <translation>连接池的会话</translation>
    </message>
    <message>
        <source>A session of its own, outside of the pool&apos;s figures</source>
        <translation>独立的会话，不计入连接池的统计</translation>
    </message>
    <message>
        <source>For %1</source>
        <translation>已持续 %1</translation>
    </message>
    <message>
        <source>Open for %1</source>
        <translation>已开启 %1</translation>
    </message>
</context>
<context>
    <name>quiver::ui::PoolSettingsBar</name>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Check before use</source>
        <translation>使用前检查</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Sessions that are kept. 0: a session for each piece of work, nothing is kept.</source>
        <translation>保留的会话数。0：每次操作一个会话，不保留任何会话。</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>无限制</translation>
    </message>
    <message>
        <source>Sessions beyond the size, closed when they are given back.</source>
        <translation>超出大小的会话，归还时关闭。</translation>
    </message>
    <message>
        <source> s</source>
        <comment>seconds</comment>
        <translation> s</translation>
    </message>
    <message>
        <source>How long work waits for a session before it is given up.</source>
        <translation>操作等待会话多久后放弃。</translation>
    </message>
    <message>
        <source>never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>Connections older than this are replaced when they are next used.</source>
        <translation>超过此时长的连接在下次使用时更换。</translation>
    </message>
    <message>
        <source>A round trip before each use shows that the connection still lives (pre-ping).</source>
        <translation>每次使用前进行一次往返，确认连接仍然有效 (pre-ping)。</translation>
    </message>
    <message>
        <source>Save to the profile</source>
        <translation>保存到连接配置</translation>
    </message>
    <message>
        <source>The settings hold until this connection is closed. This keeps them for the next time as well.</source>
        <translation>这些设置保持到此连接关闭为止。保存后，下次也会沿用。</translation>
    </message>
    <message>
        <source>Overflow</source>
        <translation>溢出上限</translation>
    </message>
    <message>
        <source>Wait at most</source>
        <translation>最长等待</translation>
    </message>
    <message>
        <source>Replace after</source>
        <translation>更换周期</translation>
    </message>
</context>
<context>
    <name>quiver::ui::PoolingPage</name>
    <message>
        <source>When all sessions are in use, work waits for one; longer than this, it fails.</source>
        <translation>所有会话都在使用时，操作会等待空闲会话；超过此时长则失败。</translation>
    </message>
    <message>
        <source>A connection older than this is replaced when it is next used.</source>
        <translation>超过此时长的连接在下次使用时更换。</translation>
    </message>
    <message>
        <source>Each piece of work makes a connection of its own and closes it: nothing is kept, nothing waits. Right where a pooler such as PgBouncer stands in front of the server.</source>
        <translation>每次操作建立自己的连接并随即关闭：不保留任何连接，也无需等待。适用于服务器前面有 PgBouncer 等连接池代理的情形。</translation>
    </message>
    <message>
        <source>One session stays connected while the server is open here.</source>
        <translation>服务器在此打开期间，保持 1 个会话连接。</translation>
    </message>
    <message>
        <source>%1 sessions stay connected while the server is open here.</source>
        <translation>服务器在此打开期间，保持 %1 个会话连接。</translation>
    </message>
    <message>
        <source>As many more as there is work for; closed when they are given back.</source>
        <translation>按操作需要另外增加，不限数量；归还时关闭。</translation>
    </message>
    <message>
        <source>Never more than those: further work waits.</source>
        <translation>绝不超过此数：更多的操作需等待。</translation>
    </message>
    <message>
        <source>At most %1 sessions at once; the further ones are closed when they are given back.</source>
        <translation>同时最多 %1 个会话；多出的会话归还时关闭。</translation>
    </message>
</context>
<context>
    <name>quiver::ui::PreviewModel</name>
    <message>
        <source>%1: %2</source>
        <comment>column, reason</comment>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>quiver::ui::QueryPart</name>
    <message>
        <source>Filter %1: %2</source>
        <translation>过滤条件 %1：%2</translation>
    </message>
    <message>
        <source>%1 (character %2)</source>
        <translation>%1（第 %2 个字符）</translation>
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
    <message>
        <source>Only the best hit of each group comes back: of each document the best passage</source>
        <translation>每组只返回最佳的命中：每个文档返回最佳的段落</translation>
    </message>
    <message>
        <source>Rows looked at for each of the k</source>
        <translation>k 中每个命中所查看的行数</translation>
    </message>
    <message>
        <source>Maximal marginal relevance: each next hit is near the query and unlike those before it</source>
        <translation>最大边际相关性：每个后续命中都接近查询，且与之前的命中不同</translation>
    </message>
    <message>
        <source>Lambda: 1 is relevance only, 0 as unlike as can be</source>
        <translation>Lambda：1 表示只看相关性，0 表示尽可能不同</translation>
    </message>
    <message>
        <source>Candidates for each of the k</source>
        <translation>k 中每个命中的候选数</translation>
    </message>
    <message>
        <source>Two lists, one by distance and one by words, become one; each hit shows what either gave</source>
        <translation>两个列表合为一个，一个按距离，一个按词；每个命中显示两者各自的结果</translation>
    </message>
    <message>
        <source>Text column</source>
        <translation>文本列</translation>
    </message>
    <message>
        <source>How the words are read</source>
        <translation>词的解析方式</translation>
    </message>
    <message>
        <source>How the lists become one</source>
        <translation>列表的融合方式</translation>
    </message>
    <message>
        <source>Constant of the ranks: the larger, the less the first ranks count</source>
        <translation>排名常数：越大，靠前排名的影响越小</translation>
    </message>
    <message>
        <source>Rows by distance</source>
        <translation>按距离的行数</translation>
    </message>
    <message>
        <source>Rows by words</source>
        <translation>按词的行数</translation>
    </message>
    <message>
        <source>Weight of the vectors</source>
        <translation>向量的权重</translation>
    </message>
    <message>
        <source>Weight of the words</source>
        <translation>词的权重</translation>
    </message>
    <message>
        <source>The column&apos;s own distance then puts them in order</source>
        <translation>再按该列自身的距离排序</translation>
    </message>
    <message>
        <source>First stage</source>
        <translation>第一阶段</translation>
    </message>
    <message>
        <source>So many of the first dimensions</source>
        <translation>使用前若干维的维数</translation>
    </message>
    <message>
        <source>The other vector column</source>
        <translation>另一个向量列</translation>
    </message>
    <message>
        <source>Empty: from the same text or row</source>
        <translation>留空：取自相同的文本或行</translation>
    </message>
    <message>
        <source>Query vector in the other column&apos;s space</source>
        <translation>另一列所在空间中的查询向量</translation>
    </message>
</context>
<context>
    <name>quiver::ui::RefusedList</name>
    <message>
        <source>Rows whose texts were refused</source>
        <translation>文本被拒绝的行</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Why its text was refused</source>
        <translation>文本被拒绝的原因</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copies the selected rows with their reasons, or all of them</source>
        <translation>复制所选行及其原因；未选择时复制全部</translation>
    </message>
    <message>
        <source>1 text was refused, and its row has no vector.</source>
        <translation>1 个文本被拒绝，其行没有向量。</translation>
    </message>
    <message>
        <source>%1 texts were refused, and their rows have no vector.</source>
        <translation>%1 个文本被拒绝，其行没有向量。</translation>
    </message>
    <message>
        <source>The first %1:</source>
        <translation>前 %1：</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>行</translation>
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
    <message>
        <source>&amp;Clean up and go on with it</source>
        <translation>清理并继续运行(&amp;C)</translation>
    </message>
    <message>
        <source>Take it as &amp;not applied</source>
        <translation>视为未应用(&amp;N)</translation>
    </message>
    <message>
        <source>Take it as &amp;applied</source>
        <translation>视为已应用(&amp;A)</translation>
    </message>
    <message>
        <source>Accept the &amp;file as it is now</source>
        <translation>接受文件的现状(&amp;F)</translation>
    </message>
    <message>
        <source>F&amp;orget it: take it out of the history</source>
        <translation>遗忘它：从历史中移除(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Repair</source>
        <translation>修复(&amp;R)</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>发现的内容</translation>
    </message>
    <message>
        <source>Looking at what was left…</source>
        <translation>正在查看遗留的内容…</translation>
    </message>
    <message>
        <source>Look at a migration</source>
        <translation>查看迁移</translation>
    </message>
    <message>
        <source>There is nothing to clean up.</source>
        <translation>没有需要清理的内容。</translation>
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
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Select all cells</source>
        <translation>选择所有单元格</translation>
    </message>
    <message>
        <source>Row %L1, %2: %3</source>
        <translation>第 %L1 行，%2：%3</translation>
    </message>
    <message>
        <source>Waiting for rows…</source>
        <translation>正在等待行…</translation>
    </message>
    <message>
        <source>Statement returned no columns</source>
        <translation>语句未返回任何列</translation>
    </message>
    <message>
        <source>Copy with &amp;headers</source>
        <translation>连同表头复制(&amp;H)</translation>
    </message>
    <message>
        <source>Copying: %L1 rows so far…</source>
        <translation>正在复制：已复制 %L1 行…</translation>
    </message>
    <message>
        <source>%L1 cells are too many for the clipboard (at most %L2). Nothing was copied.</source>
        <translation>%L1 个单元格超出剪贴板上限（最多 %L2 个）。未复制任何内容。</translation>
    </message>
    <message>
        <source>Export to a file…</source>
        <translation>导出到文件…</translation>
    </message>
    <message>
        <source>The selection is more than %1 MB of text, too much for the clipboard. Nothing was copied.</source>
        <translation>所选内容的文本超过 %1 MB，超出剪贴板上限。未复制任何内容。</translation>
    </message>
    <message>
        <source>Nothing was copied: %1</source>
        <translation>未复制任何内容：%1</translation>
    </message>
    <message>
        <source>&amp;CSV</source>
        <translation>&amp;CSV</translation>
    </message>
    <message>
        <source>&amp;JSON</source>
        <translation>&amp;JSON</translation>
    </message>
    <message>
        <source>SQL &amp;INSERT</source>
        <translation>SQL &amp;INSERT</translation>
    </message>
    <message>
        <source>&amp;Python list</source>
        <translation>Python 列表(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;NumPy array</source>
        <translation>NumPy 数组(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Size column to content</source>
        <translation>按内容调整列宽(&amp;S)</translation>
    </message>
    <message>
        <source>Hi&amp;de column</source>
        <translation>隐藏列(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Reset columns</source>
        <translation>重置列(&amp;R)</translation>
    </message>
    <message>
        <source>Copy &amp;as</source>
        <translation>复制为(&amp;A)</translation>
    </message>
    <message>
        <source>Show in &amp;inspector</source>
        <translation>在检查器中显示(&amp;I)</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ResultModel</name>
    <message>
        <source>%L1 of %L2 dimensions are not zero, L2 norm %3</source>
        <translation>%L2 维中 %L1 维非零，L2 范数 %3</translation>
    </message>
    <message>
        <source>%L1 dimensions, L2 norm %2</source>
        <translation>%L1 维，L2 范数 %2</translation>
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
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Figures of the result</source>
        <translation>结果的统计</translation>
    </message>
    <message>
        <source>Show the whole value of the current cell</source>
        <translation>显示当前单元格的完整值</translation>
    </message>
    <message>
        <source>The rest of the result has no room on the disk: %1</source>
        <translation>磁盘空间不足，无法容纳其余结果：%1</translation>
    </message>
    <message>
        <source>Write the result to a file</source>
        <translation>将结果写入文件</translation>
    </message>
    <message>
        <source>CSV…</source>
        <translation>CSV…</translation>
    </message>
    <message>
        <source>JSON…</source>
        <translation>JSON…</translation>
    </message>
    <message>
        <source>JSON lines…</source>
        <translation>JSON 行…</translation>
    </message>
    <message>
        <source>SQL INSERT statements…</source>
        <translation>SQL INSERT 语句…</translation>
    </message>
    <message>
        <source>Export the result as %1</source>
        <translation>将结果导出为 %1</translation>
    </message>
    <message>
        <source>The connection was lost after %1; these stay. It reconnects on the next run.</source>
        <translation>连接在 %1 之后断开；已有结果会保留。下次运行时重新连接。</translation>
    </message>
    <message>
        <source>Stopped after %1: the result is partial.</source>
        <translation>在 %1 之后停止：结果不完整。</translation>
    </message>
    <message>
        <source>Failed after %1: the result is partial.</source>
        <translation>在 %1 之后失败：结果不完整。</translation>
    </message>
    <message>
        <source>Reading is paused at %1 (%2): the server waits.</source>
        <translation>读取暂停于 %1 (%2)：服务器正在等待。</translation>
    </message>
    <message>
        <source>&amp;Edit this row…</source>
        <translation>编辑此行(&amp;E)…</translation>
    </message>
    <message>
        <source>Where all columns come from one table</source>
        <translation>仅限所有列来自同一个表时</translation>
    </message>
    <message>
        <source>%1 of it on disk</source>
        <translation>其中 %1 在磁盘上</translation>
    </message>
    <message>
        <source>paused, %1 so far</source>
        <translation>已暂停，至今 %1</translation>
    </message>
    <message>
        <source>running, %1 so far</source>
        <translation>运行中，至今 %1</translation>
    </message>
    <message>
        <source>first row %1</source>
        <translation>首行 %1</translation>
    </message>
    <message>
        <source>total %1</source>
        <translation>共 %1</translation>
    </message>
    <message>
        <source>partial</source>
        <translation>不完整</translation>
    </message>
    <message>
        <source>binary</source>
        <translation>二进制</translation>
    </message>
    <message>
        <source>Export the result</source>
        <translation>导出结果</translation>
    </message>
    <message>
        <source>Exporting to %1 …</source>
        <translation>正在导出到 %1 …</translation>
    </message>
    <message>
        <source>Exporting to %1: %2 of %3</source>
        <translation>正在导出到 %1：%2 / %3</translation>
    </message>
    <message>
        <source>The export was cancelled; no file was written.</source>
        <translation>导出已取消；未写入文件。</translation>
    </message>
    <message>
        <source>Only the %1 that had arrived were written to %2: the result is partial.</source>
        <translation>仅将已到达的 %1 写入 %2：结果不完整。</translation>
    </message>
    <message>
        <source>%1 written to %2</source>
        <translation>已将 %1 写入 %2</translation>
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
    <message>
        <source>&amp;Plan</source>
        <translation>执行计划(&amp;P)</translation>
    </message>
    <message>
        <source>Runs the search once more with EXPLAIN (ANALYZE, BUFFERS), and opens the plan</source>
        <translation>用 EXPLAIN (ANALYZE, BUFFERS) 再次运行搜索，并打开计划</translation>
    </message>
    <message>
        <source>Found by the index %1.</source>
        <translation>由索引 %1 找到。</translation>
    </message>
    <message>
        <source>Found by the indexes %1.</source>
        <translation>由索引 %1 找到。</translation>
    </message>
    <message>
        <source>No vector index was used: all rows were compared.</source>
        <translation>未使用向量索引：比较了所有行。</translation>
    </message>
    <message>
        <source>Look at the plan</source>
        <translation>查看执行计划</translation>
    </message>
    <message>
        <source>New index…</source>
        <translation>新建索引…</translation>
    </message>
    <message>
        <source>The hits</source>
        <translation>命中</translation>
    </message>
    <message>
        <source>The exact search</source>
        <translation>精确搜索</translation>
    </message>
    <message>
        <source>A</source>
        <translation>A</translation>
    </message>
    <message>
        <source>B</source>
        <translation>B</translation>
    </message>
    <message>
        <source>Nothing was searched: the form says why. What stands below is of the search before.</source>
        <translation>未进行搜索：原因见表单。下面是上一次搜索的结果。</translation>
    </message>
    <message>
        <source>Nothing was searched: the form says why.</source>
        <translation>未进行搜索：原因见表单。</translation>
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
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
</context>
<context>
    <name>quiver::ui::RowEmbedder</name>
    <message>
        <source>Ask who embedded %1</source>
        <translation>查询 %1 由谁嵌入</translation>
    </message>
    <message>
        <source>there is no workspace with endpoints here</source>
        <translation>此处没有含端点的工作区</translation>
    </message>
    <message>
        <source>%1. Nothing was sent; give the key in Schema, Fill with embeddings, where endpoints are edited</source>
        <translation>%1。未发送任何内容；请在“结构”的“填充嵌入”中编辑端点处提供密钥</translation>
    </message>
    <message>
        <source>Embed a text</source>
        <translation>嵌入文本</translation>
    </message>
</context>
<context>
    <name>quiver::ui::RowFieldEdit</name>
    <message>
        <source>required</source>
        <translation>必填</translation>
    </message>
    <message>
        <source>What stands in %1</source>
        <translation>%1 的取值</translation>
    </message>
    <message>
        <source>value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>true</source>
        <translation>true</translation>
    </message>
    <message>
        <source>made by the server</source>
        <translation>由服务器生成</translation>
    </message>
    <message>
        <source>empty text</source>
        <translation>空文本</translation>
    </message>
    <message>
        <source>false</source>
        <translation>false</translation>
    </message>
    <message>
        <source>Computed by the server: %1</source>
        <translation>由服务器计算：%1</translation>
    </message>
    <message>
        <source>Made by the server: %1</source>
        <translation>由服务器生成：%1</translation>
    </message>
    <message>
        <source>Made by the server, and given back once the row is there.</source>
        <translation>由服务器生成，行写入后返回。</translation>
    </message>
    <message>
        <source>%1 (at character %2)</source>
        <translation>%1（在第 %2 个字符处）</translation>
    </message>
</context>
<context>
    <name>quiver::ui::RowGutter</name>
    <message>
        <source>Row numbers</source>
        <translation>行号</translation>
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
    <message>
        <source>Back to the tree (Esc)</source>
        <translation>返回树 (Esc)</translation>
    </message>
    <message>
        <source>Edit a row</source>
        <translation>编辑一行</translation>
    </message>
    <message>
        <source>Insert a row into %1</source>
        <translation>向 %1 插入一行</translation>
    </message>
    <message>
        <source>Edit a row of %1</source>
        <translation>编辑 %1 的一行</translation>
    </message>
    <message>
        <source>Insert</source>
        <translation>插入</translation>
    </message>
    <message>
        <source>Save the change</source>
        <translation>保存更改</translation>
    </message>
    <message>
        <source>Key: %1</source>
        <translation>键：%1</translation>
    </message>
    <message>
        <source>Read the row</source>
        <translation>读取该行</translation>
    </message>
    <message>
        <source>Say above which row, and read it.</source>
        <translation>请在上方指定是哪一行，并读取它。</translation>
    </message>
    <message>
        <source>What you have typed is not written yet.</source>
        <translation>已输入的内容尚未写入。</translation>
    </message>
    <message>
        <source>Discard it</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Stay here</source>
        <translation>留在此处</translation>
    </message>
    <message>
        <source>Choose a table in the tree.</source>
        <translation>请在树中选择一个表。</translation>
    </message>
    <message>
        <source>Read the columns of %1</source>
        <translation>读取 %1 的列</translation>
    </message>
    <message>
        <source>%1 has no primary key, and no unique index over columns that are never NULL: nothing tells one row from another. Change rows of it with an UPDATE in the console.</source>
        <translation>%1 没有主键，也没有建在从不为 NULL 的列上的唯一索引：无法区分各行。请在控制台中用 UPDATE 更改其行。</translation>
    </message>
    <message>
        <source>You have no privilege to write to this table.</source>
        <translation>您没有写入此表的权限。</translation>
    </message>
    <message>
        <source>The result does not show the whole key of this row. Give it here.</source>
        <translation>结果未显示此行的完整键。请在此处给出。</translation>
    </message>
    <message>
        <source>Read a row of %1</source>
        <translation>读取 %1 的一行</translation>
    </message>
    <message>
        <source>There is no row with %1.</source>
        <translation>没有满足 %1 的行。</translation>
    </message>
    <message>
        <source>There is no text in %1 to compute the vector from.</source>
        <translation>%1 中没有可用来计算向量的文本。</translation>
    </message>
    <message>
        <source>The text was sent to %1, which makes the vector…</source>
        <translation>文本已发送到 %1，由其生成向量…</translation>
    </message>
    <message>
        <source>Insert another</source>
        <translation>再插入一行</translation>
    </message>
    <message>
        <source>Edit this row</source>
        <translation>编辑此行</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>The row is in.</source>
        <translation>行已写入。</translation>
    </message>
    <message>
        <source>The row is in: %1.</source>
        <translation>行已写入：%1。</translation>
    </message>
    <message>
        <source>Somebody changed or deleted this row after it was read.</source>
        <translation>读取之后，有人更改或删除了此行。</translation>
    </message>
    <message>
        <source>Read it again</source>
        <translation>重新读取</translation>
    </message>
    <message>
        <source>Look for the row in the way</source>
        <translation>查找冲突的行</translation>
    </message>
    <message>
        <source>another row has this already</source>
        <translation>另一行已有此值</translation>
    </message>
    <message>
        <source>This row is there already: %1</source>
        <translation>此行已存在：%1</translation>
    </message>
    <message>
        <source>Change that row instead</source>
        <translation>改为更改该行</translation>
    </message>
    <message>
        <source>Keep editing</source>
        <translation>继续编辑</translation>
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
    <message>
        <source>Scale to length 1</source>
        <translation>缩放到长度 1</translation>
    </message>
    <message>
        <source>From file…</source>
        <translation>从文件…</translation>
    </message>
    <message>
        <source>One vector in a .npy, .fvecs, HDF5 or text file</source>
        <translation>.npy、.fvecs、HDF5 或文本文件中的一个向量</translation>
    </message>
    <message>
        <source>Compute from %1</source>
        <translation>由 %1 计算</translation>
    </message>
    <message>
        <source>Compute from</source>
        <translation>计算自</translation>
    </message>
    <message>
        <source>As this database says that the column was embedded before (quiver.embedders): by a service the text leaves this machine</source>
        <translation>按此数据库所记录的该列先前的嵌入方式 (quiver.embedders)：若使用服务，文本会离开本机</translation>
    </message>
    <message>
        <source>any number of</source>
        <translation>任意</translation>
    </message>
    <message>
        <source>%1 of %2 dimensions</source>
        <translation>%1 / %2 维</translation>
    </message>
    <message>
        <source>, length %1</source>
        <translation>，长度 %1</translation>
    </message>
    <message>
        <source>A file with one vector</source>
        <translation>含一个向量的文件</translation>
    </message>
    <message>
        <source>Vectors (*.npy *.fvecs *.bvecs *.ivecs *.h5 *.hdf5 *.txt *.json *.csv);;All files (*)</source>
        <translation>向量 (*.npy *.fvecs *.bvecs *.ivecs *.h5 *.hdf5 *.txt *.json *.csv);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Read %1</source>
        <translation>读取 %1</translation>
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
    <message>
        <source>read-only</source>
        <translation>只读</translation>
    </message>
    <message>
        <source>Open a file in a new tab (Ctrl+O)</source>
        <translation>在新标签页中打开文件 (Ctrl+O)</translation>
    </message>
    <message>
        <source>Save to a file (Ctrl+S)</source>
        <translation>保存到文件 (Ctrl+S)</translation>
    </message>
    <message>
        <source>History of what was run (Ctrl+Shift+H)</source>
        <translation>运行历史记录 (Ctrl+Shift+H)</translation>
    </message>
    <message>
        <source>Settings of the tab</source>
        <translation>标签页的设置</translation>
    </message>
    <message>
        <source>Run the selection, or the statement at the cursor (Ctrl+Return)</source>
        <translation>运行所选内容，或光标处的语句 (Ctrl+Return)</translation>
    </message>
    <message>
        <source>Run all</source>
        <translation>全部运行</translation>
    </message>
    <message>
        <source>Run the whole text (Ctrl+Shift+Return or F5)</source>
        <translation>运行全部文本（Ctrl+Shift+Return 或 F5）</translation>
    </message>
    <message>
        <source>Go on after an error</source>
        <translation>出错后继续</translation>
    </message>
    <message>
        <source>Give the connection up at once (Esc)</source>
        <translation>立即放弃连接 (Esc)</translation>
    </message>
    <message>
        <source>Ask the server to stop (Esc); a second click always ends it</source>
        <translation>请求服务器停止 (Esc)；再次点击必定结束</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>未连接</translation>
    </message>
    <message>
        <source>Open a server under Connections: this tab takes it.</source>
        <translation>请在“连接”中打开一个服务器：此标签页将使用它。</translation>
    </message>
    <message>
        <source>Production</source>
        <translation>生产</translation>
    </message>
    <message>
        <source>Staging</source>
        <translation>预发布</translation>
    </message>
    <message>
        <source>What destroys something asks for its name here.</source>
        <translation>有破坏性的操作会在此要求输入其名称。</translation>
    </message>
    <message>
        <source>What destroys something is asked about here.</source>
        <translation>有破坏性的操作会在此要求确认。</translation>
    </message>
    <message>
        <source>Settings of this tab&apos;s session: ef_search, probes, work_mem, …</source>
        <translation>此标签页会话的设置：ef_search、probes、work_mem、…</translation>
    </message>
    <message numerus="yes">
        <source>Settings of this tab&apos;s session: %n set here</source>
        <translation>
            <numerusform>此标签页会话的设置：已在此设置 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>The profile is read-only: the server refuses every change.</source>
        <translation>连接配置为只读：服务器拒绝一切更改。</translation>
    </message>
    <message>
        <source>read-only: will be refused</source>
        <translation>只读：将被拒绝</translation>
    </message>
    <message>
        <source>This statement writes. The profile is read-only: the server refuses it, but for temporary tables.</source>
        <translation>此语句会写入。连接配置为只读：除临时表外，服务器会拒绝它。</translation>
    </message>
    <message>
        <source>read-only: has no effect</source>
        <translation>只读：不起作用</translation>
    </message>
    <message>
        <source>The connection stays read-only, as its profile says: no statement can lift that.</source>
        <translation>按其连接配置，此连接始终为只读：任何语句都无法解除。</translation>
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
    <message>
        <source>The selected rows, or all of them where none is (Ctrl+C)</source>
        <translation>复制所选行；未选择时复制全部 (Ctrl+C)</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>%1 · %2 on %3</source>
        <comment>phase, duration, server</comment>
        <translation>%3 上 %1 · %2</translation>
    </message>
    <message>
        <source>The first %1 of %2 rejected rows</source>
        <translation>%2 个被拒绝的行中的前 %1 个</translation>
    </message>
    <message>
        <source>Gives the connection up at once; what is committed stands</source>
        <translation>立即放弃连接；已提交的内容会保留</translation>
    </message>
    <message>
        <source>Stops after what is under way; what is committed stands. A second click ends it at once</source>
        <translation>完成当前操作后停止；已提交的内容会保留。再次点击则立即结束</translation>
    </message>
    <message>
        <source>Begin with the &amp;first row</source>
        <translation>从第一行开始(&amp;F)</translation>
    </message>
    <message>
        <source>Rows of the file that stand in the table already come twice</source>
        <translation>文件中已在表内的行将出现两次</translation>
    </message>
</context>
<context>
    <name>quiver::ui::RunsPane</name>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <source>Workers</source>
        <translation>工作进程</translation>
    </message>
    <message>
        <source>Indexes</source>
        <translation>索引</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>The report was saved as %1.</source>
        <translation>报告已保存为 %1。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>What is set against recall</source>
        <translation>与召回率对照的指标</translation>
    </message>
    <message>
        <source>Queries per second by recall</source>
        <translation>每秒查询数与召回率</translation>
    </message>
    <message>
        <source>p95 latency by recall</source>
        <translation>p95 延迟与召回率</translation>
    </message>
    <message>
        <source>Figure that is followed</source>
        <translation>所跟踪的指标</translation>
    </message>
    <message>
        <source>Queries per second</source>
        <translation>每秒查询数</translation>
    </message>
    <message>
        <source>p95 latency</source>
        <translation>p95 延迟</translation>
    </message>
    <message>
        <source>Runs that were kept, the newest first</source>
        <translation>保留的运行，最新的在前</translation>
    </message>
    <message>
        <source>Kept as</source>
        <translation>保留名称</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Queries/s</source>
        <translation>查询/秒</translation>
    </message>
    <message>
        <source>p50</source>
        <translation>p50</translation>
    </message>
    <message>
        <source>p95</source>
        <translation>p95</translation>
    </message>
    <message>
        <source>p99</source>
        <translation>p99</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>No run of this server was kept. Fill in the form and run it: each run is kept here with all its samples.</source>
        <translation>此服务器没有保留的运行。请填写表单并运行：每次运行都会连同全部样本保留在这里。</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Baseline</source>
        <translation>基线</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Keep it under another name (F2): runs of one name are a history</source>
        <translation>以另一个名称保留 (F2)：同名的运行构成历史</translation>
    </message>
    <message>
        <source>Report…</source>
        <translation>报告…</translation>
    </message>
    <message>
        <source>The chosen runs as one HTML file with charts</source>
        <translation>将所选运行写成一个含图表的 HTML 文件</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Forget the chosen runs</source>
        <translation>遗忘所选的运行</translation>
    </message>
    <message>
        <source>Open in the console</source>
        <translation>在控制台中打开</translation>
    </message>
    <message>
        <source>Forget this run with its samples?</source>
        <translation>遗忘此运行及其样本吗？</translation>
    </message>
    <message>
        <source>Forget %1 runs with their samples?</source>
        <translation>遗忘 %1 个运行及其样本吗？</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Save a report of the runs</source>
        <translation>保存运行报告</translation>
    </message>
    <message>
        <source>HTML (*.html)</source>
        <translation>HTML (*.html)</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>执行计划</translation>
    </message>
    <message>
        <source>Its index was on a copy that is gone: there is nothing to be explained any more</source>
        <translation>其索引建在已移除的副本上：已无可解释的内容</translation>
    </message>
    <message>
        <source>Measures one of its queries with its settings and opens the plan</source>
        <translation>以其设置测量其中一个查询并打开执行计划</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Compare other runs of the same search with this one; again: with none</source>
        <translation>将同一搜索的其他运行与此次比较；再点一次则取消</translation>
    </message>
    <message>
        <source>Into the form</source>
        <translation>填入表单</translation>
    </message>
    <message>
        <source>Fill in the form as it was for this run, to repeat or vary it</source>
        <translation>按此次运行填写表单，以便重复或改动</translation>
    </message>
    <message>
        <source>Runs: the newest %1, older ones are kept</source>
        <translation>运行：最近 %1 次，更早的仍保留</translation>
    </message>
    <message>
        <source>Forget the run %1 of %2 with its samples?</source>
        <translation>删除 %2 的运行 %1 及其样本？</translation>
    </message>
    <message>
        <source>Forget the run %1 of %2, kept as %3, with its samples?</source>
        <translation>删除 %2 的运行 %1（保存为 %3）及其样本？</translation>
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
    <message>
        <source>A private PostgreSQL with pgvector on this computer, filled with some thousands of real texts and their vectors. It needs no password, listens to nobody else, and can be thrown away at any time.</source>
        <translation>本机上的私有 PostgreSQL，带有 pgvector，并装有数千条真实文本及其向量。无需密码，不对他人监听，可随时丢弃。</translation>
    </message>
    <message>
        <source>Progress of the sandbox</source>
        <translation>沙盒的进度</translation>
    </message>
    <message>
        <source>Start the sandbox</source>
        <translation>启动沙盒</translation>
    </message>
    <message>
        <source>The sandbox runs.</source>
        <translation>沙盒正在运行。</translation>
    </message>
    <message>
        <source>Stopped. Starting again goes on where this ended.</source>
        <translation>已停止。再次启动会从结束处继续。</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>%1 of %2 %3</source>
        <comment>done, total, unit</comment>
        <translation>%1 / %2 %3</translation>
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
    <message>
        <source>“%1” cannot be read: it was saved by another version. Save it anew.</source>
        <translation>无法读取“%1”：它由另一版本保存。请重新保存。</translation>
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
        <source>Here you set up pgvector, make vector tables and change them: every step is shown with its SQL, its locks and what undoes it before anything happens. Open a connection to begin.</source>
        <translation>在这里设置 pgvector，创建和更改向量表：执行任何操作之前，都会显示每一步的 SQL、锁以及撤销方法。请先打开一个连接。</translation>
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
        <source>For %1.</source>
        <translation>适用于 %1。</translation>
    </message>
    <message>
        <source>The most distance that a hit may have</source>
        <translation>命中允许的最大距离</translation>
    </message>
    <message>
        <source>&amp;k</source>
        <translation>k(&amp;K)</translation>
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
    <name>quiver::ui::SearchWork</name>
    <message>
        <source>Read what %1 is like</source>
        <translation>读取 %1 的结构</translation>
    </message>
    <message>
        <source>Search %1</source>
        <translation>搜索 %1</translation>
    </message>
    <message>
        <source>Find a vector of %1</source>
        <translation>查找 %1 的向量</translation>
    </message>
    <message>
        <source>Measure the plan of a search in %1</source>
        <translation>测量在 %1 中搜索的计划</translation>
    </message>
    <message>
        <source>Which index served the search</source>
        <translation>搜索使用了哪个索引</translation>
    </message>
</context>
<context>
    <name>quiver::ui::SearchedTable</name>
    <message>
        <source>Becomes a vector by %1, as the column did.</source>
        <translation>由 %1 转换为向量，与该列相同。</translation>
    </message>
    <message>
        <source>The database does not say how %1 was embedded, so no text can be. Search by a row or a vector, or fill the column in Schema, Fill with embeddings.</source>
        <translation>数据库未说明 %1 是如何嵌入的，因此无法嵌入文本。请按行或向量搜索，或在“架构”的“填充嵌入”中填充该列。</translation>
    </message>
</context>
<context>
    <name>quiver::ui::SecretPrompt</name>
    <message>
        <source>Passphrase</source>
        <translation>口令</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>The passphrase of the client key of &quot;%1&quot;</source>
        <translation>“%1”的客户端密钥的口令</translation>
    </message>
    <message>
        <source>The password for &quot;%1&quot;
%2</source>
        <translation>“%1”的密码
%2</translation>
    </message>
</context>
<context>
    <name>quiver::ui::Server</name>
    <message>
        <source>Look for %1</source>
        <translation>检查 %1 是否在线</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ServerBuilds</name>
    <message>
        <source>Index build</source>
        <translation>索引构建</translation>
    </message>
    <message numerus="yes">
        <source>%n index(es) that were to be built after it were not begun.</source>
        <extracomment>behind what became of an index: others were to be built after it</extracomment>
        <translation>
            <numerusform>原定在其后构建的 %n 个索引未开始。</numerusform>
        </translation>
    </message>
    <message>
        <source>The index %1 is being built on %2</source>
        <translation>正在 %2 上构建索引 %1</translation>
    </message>
    <message>
        <source>; it cannot be left alone: %1</source>
        <translation>；不能任其自行运行：%1</translation>
    </message>
    <message numerus="yes">
        <source>; %n more are to follow, and would not be begun</source>
        <translation>
            <numerusform>；其后还有 %n 个，将不会开始</numerusform>
        </translation>
    </message>
    <message>
        <source>The build has been started.</source>
        <translation>构建已开始。</translation>
    </message>
    <message>
        <source>On the list: %1. It is begun when %2 is built.</source>
        <extracomment>names of indexes, then that of the one that is being built now</extracomment>
        <translation>已列入：%1。%2 建成后开始。</translation>
    </message>
    <message>
        <source>Foretell a build</source>
        <translation>预测构建</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ServerRegistry</name>
    <message>
        <source>Open the SSH tunnel through %1</source>
        <translation>打开经由 %1 的 SSH 隧道</translation>
    </message>
    <message>
        <source>The SSH tunnel was given up. Nothing was changed.</source>
        <translation>已放弃 SSH 隧道。未更改任何内容。</translation>
    </message>
    <message>
        <source>Connect to %1</source>
        <translation>连接到 %1</translation>
    </message>
    <message>
        <source>This is PostgreSQL %1; Quiver needs 13 or newer. Nothing was changed. Upgrade the server, or open another one.</source>
        <translation>这是 PostgreSQL %1；Quiver 需要 13 或更新的版本。未更改任何内容。请升级服务器，或打开另一个服务器。</translation>
    </message>
</context>
<context>
    <name>quiver::ui::ServiceFinder</name>
    <message>
        <source>%1. Nothing was sent; give the key in Schema, Fill with embeddings, where endpoints are edited</source>
        <translation>%1。未发送任何内容；请在“结构”的“填充嵌入”中编辑端点处提供密钥</translation>
    </message>
</context>
<context>
    <name>quiver::ui::SessionPage</name>
    <message>
        <source>Setting</source>
        <translation>设置项</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
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
    <message>
        <source>%1, now %2, advised %3</source>
        <translation>%1，当前 %2，建议 %3</translation>
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
    <message>
        <source>Look at the server again (F5)</source>
        <translation>重新查看服务器 (F5)</translation>
    </message>
    <message>
        <source>Look at the server&apos;s settings</source>
        <translation>查看服务器的设置</translation>
    </message>
    <message>
        <source>The settings could not be read: %1</source>
        <translation>无法读取设置：%1</translation>
    </message>
    <message>
        <source>%1, %2.</source>
        <translation>%1，%2。</translation>
    </message>
    <message>
        <source>The settings suit this database&apos;s vectors.</source>
        <translation>设置适合此数据库的向量。</translation>
    </message>
    <message>
        <source>1 setting could be better for this database&apos;s vectors.</source>
        <translation>对于此数据库的向量，有 1 项设置可以改进。</translation>
    </message>
    <message>
        <source>%1 settings could be better for this database&apos;s vectors.</source>
        <translation>对于此数据库的向量，有 %1 项设置可以改进。</translation>
    </message>
    <message>
        <source>Set for this database</source>
        <translation>为此数据库设置</translation>
    </message>
    <message>
        <source>Set for the server</source>
        <translation>为服务器设置</translation>
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
    <name>quiver::ui::SettingsPanel</name>
    <message>
        <source>%1 to %2</source>
        <translation>%1 到 %2</translation>
    </message>
    <message>
        <source>64kB or more</source>
        <translation>64kB 或更多</translation>
    </message>
    <message>
        <source>on or off</source>
        <translation>on 或 off</translation>
    </message>
    <message>
        <source>Settings of this tab</source>
        <translation>此标签页的设置</translation>
    </message>
    <message>
        <source>Close the settings</source>
        <translation>关闭设置</translation>
    </message>
    <message>
        <source>SET on the connection of this tab alone, and again on its next one. A rollback takes back what was set within its transaction.</source>
        <translation>仅在此标签页的连接上执行 SET，并在其下一个连接上再次执行。回滚会撤销在其事务中所做的设置。</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>保持不变</translation>
    </message>
    <message>
        <source>RESET %1: back to %2</source>
        <translation>RESET %1：恢复为 %2</translation>
    </message>
    <message>
        <source>Now; from: %1</source>
        <translation>当前值；来源：%1</translation>
    </message>
    <message>
        <source>%1. Otherwise %2; %3.</source>
        <translation>%1。未设置时为 %2；%3。</translation>
    </message>
    <message>
        <source>Set to %1 here, changed since by a statement or a rollback. </source>
        <translation>在此设为 %1，之后被语句或回滚更改。</translation>
    </message>
    <message>
        <source>Set by a statement of this tab. </source>
        <translation>由此标签页的语句设置。</translation>
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
    <message>
        <source>Of the time of all statements in this database</source>
        <translation>占此数据库所有语句的时间</translation>
    </message>
    <message>
        <source>Pages found in shared_buffers, of all that were read</source>
        <translation>在 shared_buffers 中找到的页占所有读取页的比例</translation>
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
    <message>
        <source>Forgets what was counted, to count anew from now on</source>
        <translation>清除已有计数，从现在起重新计数</translation>
    </message>
    <message>
        <source>Vector queries, the most time first</source>
        <translation>向量查询，耗时最多的在前</translation>
    </message>
    <message>
        <source>Read the slow queries</source>
        <translation>读取慢查询</translation>
    </message>
    <message>
        <source>The counts could not be read: %1</source>
        <translation>无法读取计数：%1</translation>
    </message>
    <message>
        <source>pg_stat_statements counts how often each statement runs and how long it takes. With it this page shows the vector queries that take the most time.</source>
        <translation>pg_stat_statements 统计每条语句的运行次数和耗时。有了它，此页会显示耗时最多的向量查询。</translation>
    </message>
    <message>
        <source>No statement holds these words.</source>
        <translation>没有包含这些词的语句。</translation>
    </message>
    <message>
        <source>No vector query was counted so far. Run some, then read again (F5).</source>
        <translation>至今未统计到向量查询。请运行一些，然后重新读取 (F5)。</translation>
    </message>
    <message>
        <source>counted since %1</source>
        <translation>自 %1 起计数</translation>
    </message>
    <message>
        <source>%1 on average (± %2), from %3 to %4</source>
        <translation>平均 %1 (± %2)，从 %3 到 %4</translation>
    </message>
    <message>
        <source>%1 of %2 pages in shared_buffers</source>
        <translation>%2 页中有 %1 在 shared_buffers 中</translation>
    </message>
    <message>
        <source>%1 pages written to temporary files</source>
        <translation>向临时文件写入 %1 页</translation>
    </message>
    <message>
        <source>role %1</source>
        <translation>角色 %1</translation>
    </message>
    <message>
        <source>Create pg_stat_statements</source>
        <translation>创建 pg_stat_statements</translation>
    </message>
    <message>
        <source>Forget what was counted of all statements</source>
        <translation>清除所有语句的计数</translation>
    </message>
    <message>
        <source>Forget what was counted of this statement</source>
        <translation>清除此语句的计数</translation>
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
    <message>
        <source>comma  ,</source>
        <translation>逗号  ,</translation>
    </message>
    <message>
        <source>semicolon  ;</source>
        <translation>分号  ;</translation>
    </message>
    <message>
        <source>tab</source>
        <translation>制表符</translation>
    </message>
    <message>
        <source>bar  |</source>
        <translation>竖线  |</translation>
    </message>
    <message>
        <source>space</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>colon  :</source>
        <translation>冒号  :</translation>
    </message>
    <message>
        <source>double  &quot;</source>
        <translation>双引号  &quot;</translation>
    </message>
    <message>
        <source>single  &apos;</source>
        <translation>单引号  &apos;</translation>
    </message>
    <message>
        <source>A field of this text, without quotes, is NULL. Empty: an empty field is NULL.</source>
        <translation>不带引号的此文本字段为 NULL。留空：空字段为 NULL。</translation>
    </message>
    <message>
        <source>CSV or TSV beside it, a row for each vector</source>
        <translation>旁边的 CSV 或 TSV，每个向量一行</translation>
    </message>
    <message>
        <source>Take %1</source>
        <translation>使用 %1</translation>
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
        <source>Values of %1, separated by commas.</source>
        <translation>%1 的值，以逗号分隔。</translation>
    </message>
    <message>
        <source>[0.1,0.2,…], {1:0.5}/768 or 0110</source>
        <translation>[0.1,0.2,…]、{1:0.5}/768 或 0110</translation>
    </message>
</context>
<context>
    <name>quiver::ui::SqlEditor</name>
    <message>
        <source>SQL editor</source>
        <translation>SQL 编辑器</translation>
    </message>
</context>
<context>
    <name>quiver::ui::SqlEditorFindBar</name>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Replace with</source>
        <translation>替换为</translation>
    </message>
    <message>
        <source>Match case</source>
        <translation>区分大小写</translation>
    </message>
    <message>
        <source>Whole words only</source>
        <translation>全词匹配</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>正则表达式</translation>
    </message>
    <message>
        <source>Previous match (Shift+F3)</source>
        <translation>上一个匹配 (Shift+F3)</translation>
    </message>
    <message>
        <source>Next match (F3 or Return)</source>
        <translation>下一个匹配（F3 或 Return）</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭 (Esc)</translation>
    </message>
    <message>
        <source>Replace all</source>
        <translation>全部替换</translation>
    </message>
    <message>
        <source>%L1 replaced</source>
        <translation>已替换 %L1 处</translation>
    </message>
    <message>
        <source>not a pattern</source>
        <translation>不是有效的表达式</translation>
    </message>
    <message>
        <source>over %L1</source>
        <translation>超过 %L1</translation>
    </message>
    <message>
        <source>1 match</source>
        <translation>1 个匹配</translation>
    </message>
    <message>
        <source>%L1 matches</source>
        <translation>%L1 个匹配</translation>
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
    <message>
        <source>%L1 × %2</source>
        <extracomment>a statement that was sent more than once: &quot;312 × SELECT ...&quot;</extracomment>
        <translation>%L1 × %2</translation>
    </message>
    <message>
        <source>Sent %L1 times from %2 to %3, %4 in all</source>
        <translation>从 %2 到 %3 共发送 %L1 次，合计 %4</translation>
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
    <message>
        <source>The selected statement</source>
        <translation>所选语句</translation>
    </message>
    <message>
        <source>Select a statement to read all of it</source>
        <translation>选择一条语句以阅读全文</translation>
    </message>
    <message>
        <source>Filter statements</source>
        <translation>筛选语句</translation>
    </message>
    <message>
        <source>Filter by text, session, error or SQLSTATE</source>
        <translation>按文本、会话、错误或 SQLSTATE 筛选</translation>
    </message>
    <message>
        <source>Statements sent to servers</source>
        <translation>发送到服务器的语句</translation>
    </message>
    <message>
        <source>Bind parameters, whose values are not recorded: %1</source>
        <translation>绑定参数，其值不会记录：%1</translation>
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
    <message>
        <source>Once file and table fit together, every statement of the load stands here.</source>
        <translation>文件与表相符之后，加载的每条语句都会列在这里。</translation>
    </message>
    <message>
        <source>Write down what a load will do</source>
        <translation>写出加载将执行的操作</translation>
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
    <message>
        <source>Out of the row where the row is too large, as it is</source>
        <translation>行过大时存放在行外，不压缩</translation>
    </message>
    <message>
        <source>In the row as long as it fits into a page, else out of it</source>
        <translation>能放进一页时存放在行内，否则存放在行外</translation>
    </message>
    <message>
        <source>Always in the row; rows that are too large for a page are refused</source>
        <translation>始终存放在行内；超过一页的行会被拒绝</translation>
    </message>
    <message>
        <source>Out of the row where the row is too large, compressed where that helps</source>
        <translation>行过大时存放在行外，在有效时压缩</translation>
    </message>
    <message>
        <source>Move the &amp;values that are there too: write the table anew</source>
        <translation>同时移动已有的值：重写该表(&amp;V)</translation>
    </message>
    <message>
        <source>Nobody can read or write the table until it is done (VACUUM FULL)</source>
        <translation>完成之前任何人都不能读写该表 (VACUUM FULL)</translation>
    </message>
    <message>
        <source>As the table would be, were it written anew: all %1 were looked at.</source>
        <translation>按重写该表后的情形估算：查看了全部 %1。</translation>
    </message>
    <message>
        <source>As the table would be, were it written anew: %1 of about %2 were looked at.</source>
        <translation>按重写该表后的情形估算：在约 %2 中查看了 %1。</translation>
    </message>
    <message>
        <source>not possible: the widest row takes %1</source>
        <translation>不可行：最宽的行占 %1</translation>
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
    <message>
        <source>Type a part of the name; Down shows all tables, F5 reads them again</source>
        <translation>输入名称的一部分；向下键显示全部表，F5 重新读取</translation>
    </message>
    <message>
        <source>Read the tables&apos; names</source>
        <translation>读取表名</translation>
    </message>
    <message>
        <source>No table that you may use</source>
        <translation>没有您可以使用的表</translation>
    </message>
    <message>
        <source>The database has more tables than can be listed here.</source>
        <translation>数据库中的表过多，无法在此全部列出。</translation>
    </message>
    <message>
        <source>The tables could not be read: %1 F5 tries again.</source>
        <translation>无法读取表：%1 按 F5 重试。</translation>
    </message>
    <message>
        <source>There is no table with this name that you may use.</source>
        <translation>没有您可以使用的同名表。</translation>
    </message>
    <message>
        <source>More than one table has this in its name: choose one.</source>
        <translation>多个表的名称包含该内容：请选择一个。</translation>
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
    <message>
        <source>1 other index</source>
        <translation>1 个其他索引</translation>
    </message>
    <message>
        <source>%1 other indexes</source>
        <translation>%1 个其他索引</translation>
    </message>
    <message>
        <source>Read the schemas</source>
        <translation>读取模式</translation>
    </message>
    <message>
        <source>Made with the first rows; goes again when nothing at all is loaded.</source>
        <translation>随首批行一同创建；未加载任何行时会再次删除。</translation>
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
    <message>
        <source>Remove text column %1</source>
        <translation>移除文本列 %1</translation>
    </message>
    <message>
        <source>NOT NULL: a row without it is refused</source>
        <translation>NOT NULL：缺少它的行会被拒绝</translation>
    </message>
    <message>
        <source>Name of text column %1</source>
        <translation>文本列 %1 的名称</translation>
    </message>
    <message>
        <source>Text column %1 is required</source>
        <translation>文本列 %1 为必填</translation>
    </message>
</context>
<context>
    <name>quiver::ui::TlsPage</name>
    <message>
        <source>Never encrypted: everybody on the way can read the password&apos;s exchange, the queries and the rows.</source>
        <translation>从不加密：途经的任何人都能读取密码交换、查询和行。</translation>
    </message>
    <message>
        <source>Encrypted only where the server insists on it. Protects from nobody who wants to listen.</source>
        <translation>仅当服务器坚持要求时才加密。无法防止有意窃听者。</translation>
    </message>
    <message>
        <source>Always encrypted, but whoever answers is believed, unless a root certificate is named below.</source>
        <translation>始终加密，但对任何应答者都予以信任，除非在下方指定根证书。</translation>
    </message>
    <message>
        <source>Always encrypted, and the certificate must be signed by a root certificate that is trusted here. Its name is not compared.</source>
        <translation>始终加密，且证书必须由此处信任的根证书签名。不比较其名称。</translation>
    </message>
    <message>
        <source>Always encrypted, and the certificate must be trusted and made out to this host: right for everything beyond your own network.</source>
        <translation>始终加密，且证书必须受信任并签发给此主机：适用于您自己网络以外的一切情形。</translation>
    </message>
    <message>
        <source>Encrypted where the server offers it, in the clear where it does not: whoever sits in between decides.</source>
        <translation>服务器提供时加密，否则为明文：由中间人决定。</translation>
    </message>
    <message>
        <source>standard (prefer)</source>
        <translation>标准 (prefer)</translation>
    </message>
    <message>
        <source>standard (TLS 1.2)</source>
        <translation>标准 (TLS 1.2)</translation>
    </message>
    <message>
        <source>disable: the password&apos;s exchange is not tied to the channel</source>
        <translation>disable：密码交换不与通道绑定</translation>
    </message>
    <message>
        <source>prefer: tied where the server can</source>
        <translation>prefer：服务器支持时绑定</translation>
    </message>
    <message>
        <source>require: nobody in between can pass the password&apos;s exchange on</source>
        <translation>require：任何中间人都无法转发密码交换</translation>
    </message>
    <message>
        <source>~/.postgresql/root.crt, or &quot;system&quot; where libpq knows it</source>
        <translation>~/.postgresql/root.crt，或在 libpq 支持时为“system”</translation>
    </message>
    <message>
        <source>~/.postgresql/root.crl, where it exists</source>
        <translation>~/.postgresql/root.crl，如存在</translation>
    </message>
    <message>
        <source>~/.postgresql/postgresql.crt, where it exists</source>
        <translation>~/.postgresql/postgresql.crt，如存在</translation>
    </message>
    <message>
        <source>~/.postgresql/postgresql.key, where it exists</source>
        <translation>~/.postgresql/postgresql.key，如存在</translation>
    </message>
    <message>
        <source>one is kept</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>only for an encrypted key</source>
        <translation>仅用于加密的私钥</translation>
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
    <message>
        <source>The server refuses every write of this connection. Whether it is read-only is set in its profile.</source>
        <translation>服务器拒绝此连接的一切写入。是否只读在其连接配置中设置。</translation>
    </message>
    <message>
        <source>Sessions of the pool: %1 in use, %2 idle, %3 beyond its size, %4 requests waiting</source>
        <translation>连接池的会话：使用中 %1，空闲 %2，超出大小 %3，等待的请求 %4</translation>
    </message>
    <message>
        <source>%1  (%2)</source>
        <translation>%1  (%2)</translation>
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
    <message>
        <source>Commit the open transaction (Ctrl+Alt+C)</source>
        <translation>提交未结束的事务 (Ctrl+Alt+C)</translation>
    </message>
    <message>
        <source>Roll the open transaction back (Ctrl+Alt+R)</source>
        <translation>回滚未结束的事务 (Ctrl+Alt+R)</translation>
    </message>
    <message>
        <source>On: each statement commits by itself. Off: a transaction is begun before the first statement and stays open until you commit or roll back.</source>
        <translation>开：每条语句自行提交。关：在第一条语句之前开始事务，并保持到您提交或回滚为止。</translation>
    </message>
    <message>
        <source>A statement failed: the server takes nothing but a rollback until then.</source>
        <translation>有语句失败：在回滚之前，服务器不接受其他任何操作。</translation>
    </message>
    <message>
        <source>Changes since its begin are seen by this tab only, and hold their locks.</source>
        <translation>自事务开始以来的更改仅此标签页可见，并持有其锁。</translation>
    </message>
    <message>
        <source>Each statement commits by itself.</source>
        <translation>每条语句自行提交。</translation>
    </message>
</context>
<context>
    <name>quiver::ui::TunePane</name>
    <message>
        <source>Least recall</source>
        <translation>最低召回率</translation>
    </message>
    <message>
        <source>Most p95 latency</source>
        <translation>最高 p95 延迟</translation>
    </message>
    <message>
        <source> ms</source>
        <translation> ms</translation>
    </message>
    <message>
        <source>any</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>Most size of the index</source>
        <translation>最大索引大小</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source>It may build the indexes of the form on growing samples, on a copy</source>
        <translation>允许在副本上用逐渐增大的样本构建表单中的索引</translation>
    </message>
    <message>
        <source>What was tried</source>
        <translation>已尝试的内容</translation>
    </message>
    <message>
        <source>Index</source>
        <translation>索引</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行数</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <source>Queries</source>
        <translation>查询数</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>p95</source>
        <translation>p95</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Recall ≥</source>
        <translation>召回率 ≥</translation>
    </message>
    <message>
        <source>p95 ≤</source>
        <translation>p95 ≤</translation>
    </message>
    <message>
        <source>Size ≤</source>
        <translation>大小 ≤</translation>
    </message>
    <message>
        <source>Back to the tuner</source>
        <translation>返回调优器</translation>
    </message>
    <message>
        <source>the one that is there</source>
        <translation>已有的索引</translation>
    </message>
    <message>
        <source>reached</source>
        <translation>达到</translation>
    </message>
    <message>
        <source>missed</source>
        <translation>未达到</translation>
    </message>
    <message>
        <source>%1 The server worked for %2.</source>
        <translation>%1 服务器工作了 %2。</translation>
    </message>
    <message>
        <source>Queries are asked until the interval of the recall decides; each trial stands below as it ends.</source>
        <translation>持续执行查询，直到召回率的置信区间足以判定；每次试验结束后列在下方。</translation>
    </message>
    <message>
        <source>Say in the form which search it is, and here what it has to reach. It finds the cheapest setting by bisection on the index that is there; the table is only read.</source>
        <translation>请在表单中指定是哪个搜索，并在此处指定要达到的目标。将在已有索引上用二分法查找代价最低的设置；该表只会被读取。</translation>
    </message>
    <message>
        <source>Set it</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Build it</source>
        <translation>构建</translation>
    </message>
    <message>
        <source>too slow</source>
        <translation>过慢</translation>
    </message>
    <message>
        <source>left out: %1</source>
        <translation>已排除：%1</translation>
    </message>
    <message>
        <source>the planner takes %1</source>
        <translation>规划器选用 %1</translation>
    </message>
    <message>
        <source>Find the cheapest setting</source>
        <translation>寻找开销最低的设置</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Set for the role…</source>
        <translation>为角色设置…</translation>
    </message>
    <message>
        <source>Set for the database…</source>
        <translation>为数据库设置…</translation>
    </message>
    <message>
        <source>Build the index…</source>
        <translation>构建索引…</translation>
    </message>
    <message>
        <source>The choice: %1</source>
        <translation>选定：%1</translation>
    </message>
    <message>
        <source>Build, set for the role…</source>
        <translation>构建并为角色设置…</translation>
    </message>
    <message>
        <source>Build, set for the database…</source>
        <translation>构建并为数据库设置…</translation>
    </message>
    <message>
        <source>Build and set it</source>
        <translation>构建并设置</translation>
    </message>
    <message>
        <source>not decided</source>
        <translation>未定</translation>
    </message>
    <message>
        <source>The choice, which is not sure: %1</source>
        <translation>选择（尚不确定）：%1</translation>
    </message>
</context>
<context>
    <name>quiver::ui::TunnelAdvice</name>
    <message>
        <source>The SSH client &quot;%1&quot; cannot be started.</source>
        <translation>无法启动 SSH 客户端“%1”。</translation>
    </message>
    <message>
        <source>Install OpenSSH&apos;s client (the package openssh-client), or switch the tunnel off.</source>
        <translation>请安装 OpenSSH 客户端（软件包 openssh-client），或关闭隧道。</translation>
    </message>
    <message>
        <source>No address is known for the SSH server %1, or for a host on the way to it.</source>
        <translation>找不到 SSH 服务器 %1 或途经主机的地址。</translation>
    </message>
    <message>
        <source>Check the name for typing errors, the VPN, and HostName in ~/.ssh/config.</source>
        <translation>请检查名称是否有拼写错误、VPN，以及 ~/.ssh/config 中的 HostName。</translation>
    </message>
    <message>
        <source>The SSH server %1 does not answer.</source>
        <translation>SSH 服务器 %1 没有应答。</translation>
    </message>
    <message>
        <source>Check its port and the network, and that a firewall or VPN lets you through. &quot;ssh %1&quot; in a terminal must work.</source>
        <translation>请检查其端口和网络，并确认防火墙或 VPN 允许通过。终端中的“ssh %1”必须可用。</translation>
    </message>
    <message>
        <source>The SSH server %1 lets you in, but forbids forwarding to the database.</source>
        <translation>SSH 服务器 %1 允许登录，但禁止转发到数据库。</translation>
    </message>
    <message>
        <source>Ask its administrator to allow it for your account (AllowTcpForwarding, PermitOpen), or go through another server.</source>
        <translation>请其管理员为您的账户放行（AllowTcpForwarding、PermitOpen），或改经另一台服务器。</translation>
    </message>
    <message>
        <source>The tunnel is open, but %1 does not reach the database.</source>
        <translation>隧道已打开，但 %1 无法连到数据库。</translation>
    </message>
    <message>
        <source>Host and port of the database are those that the SSH server sees: often localhost and 5432.</source>
        <translation>数据库的主机和端口应以 SSH 服务器所见为准：通常为 localhost 和 5432。</translation>
    </message>
    <message>
        <source>The SSH tunnel through %1 was lost.</source>
        <translation>经由 %1 的 SSH 隧道已断开。</translation>
    </message>
    <message>
        <source>It is opened again by itself as soon as the server answers.</source>
        <translation>服务器恢复应答后会自动重新打开。</translation>
    </message>
    <message>
        <source>The SSH tunnel through %1 did not open.</source>
        <translation>经由 %1 的 SSH 隧道未能打开。</translation>
    </message>
    <message>
        <source>Try &quot;ssh %1&quot; in a terminal: it must work there first.</source>
        <translation>请在终端中尝试“ssh %1”：必须先在那里可用。</translation>
    </message>
    <message>
        <source>The key of the SSH server %1 was not accepted. Nothing was sent to it.</source>
        <translation>SSH 服务器 %1 的密钥未被接受。未向其发送任何内容。</translation>
    </message>
    <message>
        <source>Ask its administrator for the fingerprint, compare, and open the connection again.</source>
        <translation>请向其管理员索取指纹，核对后重新打开连接。</translation>
    </message>
    <message>
        <source>Ask its administrator whether its key is new. Only then remove the old one from known_hosts.</source>
        <translation>请向其管理员确认密钥是否为新的。确认之后，才从 known_hosts 中移除旧密钥。</translation>
    </message>
    <message>
        <source>Ask its administrator whether its key is new. Only then remove line %1 of %2, and open the connection again.</source>
        <translation>请向其管理员确认密钥是否为新的。确认之后，才移除 %2 的第 %1 行，并重新打开连接。</translation>
    </message>
    <message>
        <source>The SSH server %1 is not the one it was: its key has changed. Somebody may be in between. Nothing was sent to it.</source>
        <translation>SSH 服务器 %1 与以前不同：其密钥已改变。中间可能有人冒充。未向其发送任何内容。</translation>
    </message>
    <message>
        <source>The private key %1 cannot be used.</source>
        <translation>无法使用私钥 %1。</translation>
    </message>
    <message>
        <source>The file must be there, be a private key, and be readable by you only: chmod 600 and the file&apos;s name in a terminal.</source>
        <translation>该文件必须存在、是私钥，且仅您可读：在终端中执行 chmod 600 加文件名。</translation>
    </message>
    <message>
        <source>The SSH server %1 did not let you in.</source>
        <translation>SSH 服务器 %1 拒绝登录。</translation>
    </message>
    <message>
        <source>Check the user, the key, and the passphrase or password; the key&apos;s public half must be in the server&apos;s authorized_keys. &quot;ssh-add -l&quot; shows what the agent has.</source>
        <translation>请检查用户、密钥，以及口令或密码；密钥的公钥部分必须在服务器的 authorized_keys 中。“ssh-add -l”可显示代理持有的密钥。</translation>
    </message>
    <message>
        <source>A field of the SSH tunnel cannot be used.</source>
        <translation>SSH 隧道的某个字段无法使用。</translation>
    </message>
    <message>
        <source>Correct it in the connection&apos;s settings.</source>
        <translation>请在连接的设置中更正。</translation>
    </message>
    <message>
        <source>The SSH client does not understand its configuration.</source>
        <translation>SSH 客户端无法理解其配置。</translation>
    </message>
    <message>
        <source>Correct ~/.ssh/config.</source>
        <translation>请更正 ~/.ssh/config。</translation>
    </message>
    <message>
        <source>Correct line %1 of %2.</source>
        <translation>请更正 %2 的第 %1 行。</translation>
    </message>
    <message>
        <source>Correct %1; it must belong to you and be writable by you only.</source>
        <translation>请更正 %1；它必须属于您，且仅您可写。</translation>
    </message>
    <message>
        <source>The SSH client does not accept its configuration.</source>
        <translation>SSH 客户端不接受其配置。</translation>
    </message>
</context>
<context>
    <name>quiver::ui::TunnelPage</name>
    <message>
        <source>as configured, else the agent&apos;s and the usual ones</source>
        <translation>按配置；否则使用代理中的及常用的密钥</translation>
    </message>
    <message>
        <source>port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>user</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>keys</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>jump hosts</source>
        <translation>跳板主机</translation>
    </message>
    <message>
        <source>The same way as: %1</source>
        <translation>等同于：%1</translation>
    </message>
    <message>
        <source>Left to ~/.ssh/config for &quot;%1&quot;: %2. See it with: ssh -G %1</source>
        <translation>交由 ~/.ssh/config 为“%1”决定：%2。可用此命令查看：ssh -G %1</translation>
    </message>
</context>
<context>
    <name>quiver::ui::TunnelQuestionDialog</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>SSH tunnel through %1</source>
        <translation>经由 %1 的 SSH 隧道</translation>
    </message>
    <message>
        <source>Is this really %1?</source>
        <translation>这确实是 %1 吗？</translation>
    </message>
    <message>
        <source>You have not been connected to this SSH server before, so nothing tells whether somebody is pretending to be it. Compare this fingerprint with the one that its administrator gave you.</source>
        <translation>您以前没有连接过此 SSH 服务器，因此无法判断是否有人冒充它。请将此指纹与其管理员提供的指纹进行核对。</translation>
    </message>
    <message>
        <source>%1 key</source>
        <translation>%1 密钥</translation>
    </message>
    <message>
        <source>If you trust it, its key is added to known_hosts and not asked for again.</source>
        <translation>如果信任，其密钥会添加到 known_hosts，以后不再询问。</translation>
    </message>
    <message>
        <source>Trust and connect</source>
        <translation>信任并连接</translation>
    </message>
    <message>
        <source>Passphrase of the private key</source>
        <translation>私钥的口令</translation>
    </message>
    <message>
        <source>%1 is protected by a passphrase.</source>
        <translation>%1 受口令保护。</translation>
    </message>
    <message>
        <source>Kept in memory until the connection is closed, and never written down. An SSH agent (ssh-add) saves you from being asked.</source>
        <translation>在内存中保留到连接关闭，从不写入磁盘。使用 SSH 代理 (ssh-add) 可免于询问。</translation>
    </message>
    <message>
        <source>Password of the SSH account</source>
        <translation>SSH 账户的密码</translation>
    </message>
    <message>
        <source>The SSH server wants the password of %1. It is not the database&apos;s password.</source>
        <translation>SSH 服务器要求 %1 的密码。这不是数据库的密码。</translation>
    </message>
    <message>
        <source>Kept in memory until the connection is closed, and never written down.</source>
        <translation>在内存中保留到连接关闭，从不写入磁盘。</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>The SSH client asks about %1</source>
        <translation>SSH 客户端询问有关 %1 的问题</translation>
    </message>
    <message>
        <source>Waiting for your security key</source>
        <translation>正在等待您的安全密钥</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
</context>
<context>
    <name>quiver::ui::UnconnectedPage</name>
    <message>
        <source>&amp;Open a connection</source>
        <translation>打开连接(&amp;O)</translation>
    </message>
</context>
<context>
    <name>quiver::ui::VectorChart</name>
    <message>
        <source>Values of the vector as bars</source>
        <translation>以条形图显示的向量值</translation>
    </message>
    <message>
        <source>Dimension %1: %2</source>
        <translation>第 %1 维：%2</translation>
    </message>
</context>
<context>
    <name>quiver::ui::VectorDialog</name>
    <message>
        <source>A vector from a row, a file or a text</source>
        <translation>来自行、文件或文本的向量</translation>
    </message>
    <message>
        <source>Vector column</source>
        <translation>向量列</translation>
    </message>
    <message>
        <source>The column that it is compared with</source>
        <translation>与之比较的列</translation>
    </message>
    <message>
        <source>&amp;Table</source>
        <translation>表(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Column</source>
        <translation>列(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;From</source>
        <translation>来源(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Use the vector</source>
        <translation>使用此向量(&amp;U)</translation>
    </message>
    <message>
        <source>%1 has no column of vectors. Choose the table that the vector is compared with.</source>
        <translation>%1 没有向量列。请选择要与该向量比较的表。</translation>
    </message>
    <message>
        <source>Finding it…</source>
        <translation>正在查找…</translation>
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
    <message>
        <source>L2 norm</source>
        <translation>L2 范数</translation>
    </message>
    <message>
        <source>Not zero</source>
        <translation>非零</translation>
    </message>
    <message>
        <source>Smallest</source>
        <translation>最小</translation>
    </message>
    <message>
        <source>Largest</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>Values of the vector</source>
        <translation>向量的值</translation>
    </message>
</context>
<context>
    <name>quiver::ui::VectorValuesModel</name>
    <message>
        <source>Dimension</source>
        <translation>维</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
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
    <message>
        <source>A workbench for PostgreSQL and pgvector: look through databases and vector tables, write SQL and see results of any size, search by similarity and see why a query is fast or slow.</source>
        <translation>PostgreSQL 和 pgvector 的工作台：浏览数据库和向量表，编写 SQL 并查看任意大小的结果，按相似度搜索，并了解查询为何快或慢。</translation>
    </message>
    <message>
        <source>Everything starts with a connection to a server. There are two ways to get one:</source>
        <translation>一切从连接到服务器开始。有两种方式：</translation>
    </message>
    <message>
        <source>Any PostgreSQL from version 13 on, with or without pgvector: on this computer, in your network, or a managed service. Have host, user and password at hand, or anything to paste that says where it is.</source>
        <translation>任何 13 及以上版本的 PostgreSQL，无论有无 pgvector：本机、您的网络中或托管服务上的均可。请准备好主机、用户和密码，或任何可粘贴的连接信息。</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>粘贴(&amp;P)</translation>
    </message>
    <message>
        <source>A URI, key=value, SQLAlchemy or JDBC URL, .env file, service file or psql command from the clipboard</source>
        <translation>剪贴板中的 URI、key=value、SQLAlchemy 或 JDBC URL、.env 文件、服务文件或 psql 命令</translation>
    </message>
    <message>
        <source>Found on this computer</source>
        <translation>在本机找到</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Add %1</source>
        <translation>添加 %1</translation>
    </message>
    <message>
        <source>and %1 more in the list</source>
        <translation>列表中另有 %1 个</translation>
    </message>
</context>
<context>
    <name>typeLabel</name>
    <message>
        <source>type %1</source>
        <comment>a PostgreSQL type of which only the OID is known</comment>
        <translation>类型 %1</translation>
    </message>
</context>
</TS>
