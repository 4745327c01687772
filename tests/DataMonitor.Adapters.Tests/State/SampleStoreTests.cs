using DataMonitor.Core.Samples;

namespace DataMonitor.Adapters.Tests.State;

public abstract class SampleStoreTests(StateDatabase database) : StateTests(database)
{
    [Fact]
    public async Task Salt_AskedAgain_IsTheSame()
    {
        var salts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Store.SampleSaltAsync(Token)));

        salts[0].Length.ShouldBe(32);
        salts.ShouldAllBe(salt => salt.SequenceEqual(salts[0]));
    }

    [Fact]
    public async Task Save_Again_KeepsTheNewestOfEachCheck()
    {
        await Store.SaveSampleAsync(Sample("missing.email", hour: 1), Token);
        await Store.SaveSampleAsync(Sample("missing.email", hour: 2), Token);
        await Store.SaveSampleAsync(Sample("unique.id", hour: 1), Token);

        (await Store.SamplesAsync("shop/orders", Runs.Noon, Token)).ShouldBe([Sample("missing.email", hour: 2), Sample("unique.id", hour: 1)]);
        (await Store.SamplesAsync("shop/others", Runs.Noon, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Prune_Expired_AreGone()
    {
        await Store.SaveSampleAsync(Sample("a", hour: 1), Token);
        await Store.SaveSampleAsync(Sample("b", hour: 2), Token);
        var now = Runs.Noon.AddHours(1).AddDays(7);

        (await Store.SamplesAsync("shop/orders", now, Token)).ShouldHaveSingleItem().CheckId.ShouldBe("b");
        (await Store.PruneSamplesAsync(now, Token)).ShouldBe(1);
        (await Store.SamplesAsync("shop/orders", Runs.Noon, Token)).ShouldHaveSingleItem().CheckId.ShouldBe("b");
    }

    private static FailedSample Sample(string check, int hour) => new(
        "shop/orders", check, Runs.Noon.AddHours(hour), Runs.Noon.AddHours(hour).AddDays(7), [new([new("id", "1"), new("email", null)]), new([new("id", "2"), new("email", "#3fa1c09be772")])]);
}

public sealed class SqliteSampleStoreTests(SqliteStateDatabase database) : SampleStoreTests(database), IClassFixture<SqliteStateDatabase>;

public sealed class PostgresSampleStoreTests(PostgresStateDatabase database) : SampleStoreTests(database), IClassFixture<PostgresStateDatabase>;
