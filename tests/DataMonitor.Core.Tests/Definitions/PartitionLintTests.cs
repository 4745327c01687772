using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Tests.Definitions;

public sealed class PartitionLintTests
{
    [Theory]
    [InlineData("date(created_at) = '2026-11-22'", "date(…)")]
    [InlineData("o.status = 'new' and DATE_TRUNC('day', o.created_at) = now()", "date_trunc(…)")]
    [InlineData("created_at::date = current_date", "a cast")]
    [InlineData("CAST(\"created_at\" AS date) = current_date", "a cast")]
    [InlineData("extract(year from created_at) = 2026", "extract(…)")]
    [InlineData("to_char(timezone('UTC', created_at), 'YYYY') = '2026'", "timezone(…)")]
    [InlineData("created_at + interval '1 day' > now()", "a sum")]
    public void WrapperOf_ColumnInside_IsNamed(string sql, string wrapper) => PartitionLint.WrapperOf(sql, "created_at").ShouldBe(wrapper);

    [Theory]
    [InlineData("created_at >= '2026-11-22' and created_at < now() - interval '1 day'")]
    [InlineData("(created_at >= date_trunc('day', now())) and (not (created_at is null))")]
    [InlineData("created_at between date('2026-11-22') and date('2026-11-23')")]
    [InlineData("status in ('date(created_at)') -- date(created_at)")]
    [InlineData("date(not_created_at) = date(created_at_utc)")]
    [InlineData("id in (select id from u where created_at > now())")]
    public void WrapperOf_ColumnBare_IsNone(string sql) => PartitionLint.WrapperOf(sql, "created_at").ShouldBeNull();
}
