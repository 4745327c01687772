using DataMonitor.Core.Definitions;
using DataMonitor.Daemon.Scheduling;

namespace DataMonitor.Daemon.Tests.Scheduling;

public sealed class OpenSourcesTests
{
    private readonly List<FakeSource> opened = [];

    [Fact]
    public async Task Rent_SameDefinition_IsTheSameSource()
    {
        await using var sources = new OpenSources(Open);

        await using var one = sources.Rent(Definition(1));
        await using var other = sources.Rent(Definition(1));

        other.Source.ShouldBeSameAs(one.Source);
    }

    [Fact]
    public async Task Rent_ChangedDefinition_ClosesTheOldOneAfterItsLastUser()
    {
        await using var sources = new OpenSources(Open);
        var old = sources.Rent(Definition(1));

        await using (sources.Rent(Definition(2)))
        {
        }

        opened[0].IsDisposed.ShouldBeFalse();
        await old.DisposeAsync();

        opened[0].IsDisposed.ShouldBeTrue();
        opened[1].IsDisposed.ShouldBeFalse();
    }

    [Fact]
    public async Task Dispose_OpenSources_ClosesAll()
    {
        var sources = new OpenSources(Open);
        await using (sources.Rent(Definition(1)))
        {
        }

        await sources.DisposeAsync();

        opened.ShouldAllBe(source => source.IsDisposed);
    }

    private static Datasets.NoSource Definition(int concurrency) => new(new("shop", "none", concurrency, TimeSpan.FromMinutes(1), default));

    private FakeSource Open(SourceDefinition definition)
    {
        var source = new FakeSource();
        opened.Add(source);
        return source;
    }
}
