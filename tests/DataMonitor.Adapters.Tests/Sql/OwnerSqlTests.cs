using CsCheck;
using DataMonitor.Adapters.MySql;
using DataMonitor.Adapters.Redshift;
using DataMonitor.Adapters.Sql;

namespace DataMonitor.Adapters.Tests.Sql;

public sealed class OwnerSqlTests
{
    private static readonly string[] Sharp = ["'", "\"", "(", ")", "[", "]", ";", "--", "/*", "*/", "\n", "$$", "$a$", "a", " ", "E'", "\\", "1", "{", "}"];
    private static readonly SqlLexicon Postgres = new PostgresDialect().Lexicon;
    private static readonly SqlLexicon MySql = new MySqlDialect().Lexicon;
    private static readonly SqlLexicon Sqlite = new SqliteDialect().Lexicon;

    [Theory]
    [InlineData("a > 1")]
    [InlineData("name = ';' or name = 'it''s -- fine' or \"a;b\" = ')'")]
    [InlineData("x[1] > 0 and data->>'a)' = '('")]
    [InlineData("tag = $$;)$$ or tag = $a_1$ $$ ; $a_1$")]
    [InlineData("name = E'it\\'s ;)' and x = 1")]
    [InlineData("day >= date'2026-01-01'")]
    [InlineData("data ? 'key' and a @> b and x::text ~ '^:'")]
    public void Contain_OneWholePiece_KeepsIt(string sql) => Contain(sql).ShouldBe(sql);

    [Theory]
    [InlineData("1=1); drop table y; --", "closes ')'")]
    [InlineData("1=1) or (1=1", "closes ')'")]
    [InlineData("(1=1", "opens '('")]
    [InlineData("a[1)", "closes ')'")]
    [InlineData("1=1; delete from y", "';'")]
    [InlineData("select 1;", "';'")]
    [InlineData("name = 'open", "opens a quote")]
    [InlineData("\"name = 1", "opens a double quote")]
    [InlineData("a = $x$ open", "opens a dollar quote")]
    [InlineData("a = $1", "'$'")]
    [InlineData("a$b$ = 1", "'$'")]
    [InlineData("1$a$ ' $a$ ); drop table y; -- '", "'$'")]
    [InlineData("x$E'\\' ); drop table y; -- '", "'$'")]
    [InlineData("a = E'\\'); drop table y; --", "opens a quote")]
    [InlineData("E'a'\n'\\'); drop table y; --'", "second piece")]
    [InlineData("E'a'--\n'\\'); drop table y; --'", "second piece")]
    [InlineData("1 /* open", "comment")]
    [InlineData("1 /* /* */ ); drop table y; -- */", "comment")]
    [InlineData("1 /*! ) */", "comment")]
    [InlineData("a = '${now}'", "inside quotes")]
    [InlineData("a > ${nowhere}", "${nowhere}")]
    [InlineData("a\0b", "NUL")]
    [InlineData("-- nothing", "is empty")]
    [InlineData(" ", "is empty")]
    public void Contain_WhatCouldLeaveItsPlace_IsRefused(string sql, string because) =>
        Should.Throw<MeasureException>(() => Contain(sql)).Message.ShouldContain(because);

    [Theory]
    [InlineData("[']) ; drop table y; --[']")]
    [InlineData("`'`) ; drop table y; --'`")]
    [InlineData("a = ?1")]
    [InlineData("a = :name or b = @name")]
    [InlineData("a = $$;$$")]
    [InlineData("a = E'\\'); drop table y; --'")]
    public void Contain_QuotesOfSqlite_AreReadAsSqliteReadsThem(string sql) => Should.Throw<MeasureException>(() => OwnerSql.Contain(sql, Sqlite, Known));

    [Theory]
    [InlineData("`'`) ; drop table y; --'`")]
    [InlineData("1 # ' \n ) ; drop table y; -- '")]
    [InlineData("a = 'it\\'s ); drop table y; -- '")]
    [InlineData("5--3")]
    [InlineData("1 /*M! ) */")]
    [InlineData("a = ? or b = @name")]
    public void Contain_QuotesOfMySql_AreReadAsMySqlReadsThem(string sql) => Should.Throw<MeasureException>(() => OwnerSql.Contain(sql, MySql, Known));

    [Fact]
    public void Contain_BackslashesForRedshift_AreRefused() =>
        Should.Throw<MeasureException>(() => OwnerSql.Contain("a = 'it\\'s'", new RedshiftDialect().Lexicon, Known)).Message.ShouldContain("escape");

    [Fact]
    public void Contain_CommentsOfMySql_AreLeftOut() => OwnerSql.Contain("`a)` > 5 -- )\n # ) ; '\n - 3 or b = '\\'", MySql, Known).ShouldBe("`a)` > 5 \n \n - 3 or b = '\\'");

    [Fact]
    public void Contain_BracketsAndBackticksOfSqlite_Quote() => OwnerSql.Contain("[a)b] = `c;d`", Sqlite, Known).ShouldBe("[a)b] = `c;d`");

    [Fact]
    public void Contain_Comments_AreLeftOut() => Contain("a -- ) ; '\n > /* ; ) ' */ 1 --").ShouldBe("a \n >   1");

    [Fact]
    public void Contain_References_AreBound() => Contain("at >= ${partition.start} and at < ${now}").ShouldBe("at >= $1 and at < $2");

    [Fact] // whatever passes holds no statement end and no open bracket outside quotes and comments
    public void Contain_AnyTextOfTheSharpPieces_IsRefusedOrBalanced() =>
        Gen.Int[0, Sharp.Length - 1].Select(index => Sharp[index]).Array[1, 12].Sample(pieces =>
        {
            string text;
            try
            {
                text = Contain(string.Concat(pieces));
            }
            catch (MeasureException)
            {
                return;
            }

            Contain(text).ShouldBe(text);
        });

    private static string Contain(string sql)
    {
        var bound = 0;
        return OwnerSql.Contain(sql, Postgres, name => name is "now" or "partition.start" ? $"${++bound}" : Known(name));
    }

    private static string Known(string name) => throw new MeasureException($"${{{name}}} is not known.", "");
}
