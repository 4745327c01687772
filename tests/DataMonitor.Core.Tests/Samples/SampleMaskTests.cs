using DataMonitor.Core.Samples;

namespace DataMonitor.Core.Tests.Samples;

public sealed class SampleMaskTests
{
    private static readonly SampleRules Rules = new(2, ["id"], ["score"], TimeSpan.FromDays(7));

    [Fact]
    public void Apply_ColumnsNotAllowed_AreHashedAlike()
    {
        var rows = new SampleMask(Rules, [1, 2, 3]).Apply([Row("1", "a@x.org", "0.5"), Row("2", "a@x.org", null), Row("3", "b@x.org", "1")]);

        rows.Count.ShouldBe(2);
        rows[0].Cells.Select(cell => cell.Text).ShouldBe(["1", "#" + Hash, "0.5"]);
        rows[1].Cells.Select(cell => cell.Text).ShouldBe(["2", "#" + Hash, null]);
    }

    [Fact]
    public void Apply_AnotherInstallation_HashesOtherwise() =>
        new SampleMask(Rules, [9]).Apply([Row("1", "a@x.org", null)])[0].Cells[1].Text.ShouldNotBe("#" + Hash, StringComparer.Ordinal);

    /// <summary>Of openssl: <c>printf a@x.org | openssl dgst -sha256 -mac HMAC -macopt hexkey:010203</c>.</summary>
    private const string Hash = "7c5b0b1683c4";

    private static SampledRow Row(string id, string email, string? score) => new([new("id", id), new("email", email), new("score", score)]);
}
