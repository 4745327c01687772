using DataMonitor.Adapters.Sql;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Tests.Sql;

public abstract partial class SqlConformanceTests
{
    [Fact]
    public async Task List_Tables_NamesThoseOfUsersAsDatasetsDo()
    {
        await using var source = SourceKinds.Open(Source, "/", TimeProvider.System);

        var listing = await source.ListAsync(TestContext.Current.CancellationToken);

        listing.Objects.Cast<TableObject>().Select(table => table.Path[^1]).ShouldBe(Tables.Select(table => table.Name), ignoreOrder: true);
        var golden = (TableObject)listing.Objects.Single(target => target is TableObject { Path: [.., "golden"] });
        (golden.Path.Count == 1 ? null : golden.Path[^2]).ShouldBe(listing.DefaultSchema);
        (await Scans.MeasureAsync(Source, golden, Scans.Table(new RowCount()))).ShouldBe(new NumberValue(5));
    }
}
