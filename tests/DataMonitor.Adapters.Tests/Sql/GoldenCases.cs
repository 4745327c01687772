using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Profiles;
using DataMonitor.Core.Reconciliation;
using DataMonitor.Core.Samples;

namespace DataMonitor.Adapters.Tests.Sql;

/// <summary>Every figure of golden rows, computed here and by no engine.</summary>
/// <param name="Object">How a dataset names a table.</param>
/// <param name="From">How SQL of an owner names a table.</param>
internal sealed record GoldenCases(Func<string, DatasetObject> Object, Func<string, string> From)
{
    private static readonly double[] Edges = [-10, 0, 0.37, 10.5, 30];

    private static readonly ValueList<CanonicalColumn> Key = [new("id", ColumnType.Integer, CanonicalForm.Whole)];

    private static readonly ValueList<CanonicalColumn> Compared = [new("name", ColumnType.Text, CanonicalForm.Text), new("price", ColumnType.Number, CanonicalForm.Decimal)];

    /// <summary>Conditions and what they say of a row; <see langword="null"/> is unknown.</summary>
    public static (RowPredicate Predicate, Func<GoldenRow, bool?> Holds)[] Predicates { get; } =
    [
        (new OwnCondition("price > 10 or sold"), row => Or(row.Price > 10, row.Price is null, row.Sold)),
        (new IsMissing("name"), row => row.Name is null),
        (new IsMissing("hollow"), _ => true),
        (new IsMissing("hole"), row => row.Hole is null),
        (new IsOneOf("name", ["anna", "été", "", "a\\b", "it's", "ß"]), row => row.Name is { } name ? name is "anna" or "été" or "" or "a\\b" or "it's" or "ß" : null),
        (new IsOneOf(GoldenRow.HostileColumn, ["1", "3", "x"]), row => row.Part is 1 or 3),
        (new IsMatch("name", @"^[a-z]+\d*$"), row => Known(row.Name, name => Regex.IsMatch(name, @"\A[a-z]+[0-9]*\z", RegexOptions.None, Limit))),
        (new IsMatch("name", "^.$"), row => Known(row.Name, name => name.EnumerateRunes().Count() == 1)),
        (new IsInRange("price", -100.5, 400), row => row.Price is { } price ? price is >= -100.5m and <= 400 : null),
        (new IsInRange("limit", 50_000_000_000_000, null), row => row.Limit >= 50_000_000_000_000),
        (new IsInRange("hole", 0, null), row => row.Hole is { } hole ? hole >= 0 : null),
        (new IsInRange("hole", null, 10.5), row => row.Hole is { } hole ? hole <= 10.5 : null),
        (new IsInRange("endless", -1, null), row => row.Endless is { } endless ? endless >= -1 : null),
        (new IsInRange("endless", null, 20), row => row.Endless is { } endless ? endless <= 20 : null),
        (new HasLength("name", 3, 5), row => Known(row.Name, name => Length(name) is >= 3 and <= 5)),
        (new HasLength("name", null, 1), row => Known(row.Name, name => Length(name) <= 1)),
        (new IsLaterBy("at", "since", 1000.25), row => (row.At - row.Since) is { } late ? late.TotalSeconds > 1000.25 : null),
        (new IsNotInFuture("at"), row => row.At is { } at ? at <= Scans.Noon : null),
        (new IsNotInFuture("day"), row => row.Day is { } day ? Midnight(day) <= Scans.Noon : null),
        (new AllOf([new IsMatch("code", "^[0-9]+$"), new HasCheckDigits("code", CheckDigits.Luhn)]), row => Known(row.Code, code => code is "4539578763621486" or "79927398713")),
        (new AllOf([new IsMatch("code", "^[A-Z]{2}[0-9]{20}$"), new HasCheckDigits("code", CheckDigits.Iban)]), row => Known(row.Code, code => code is "DE89370400440532013000")),
        (new AnyOf([new HasCheckDigits("code", CheckDigits.Luhn), new Not(new HasCheckDigits("code", CheckDigits.Luhn))]), row => Known(row.Code, _ => true)),
        (new AnyOf([new HasCheckDigits("code", CheckDigits.Iban), new Not(new HasCheckDigits("code", CheckDigits.Iban))]), row => Known(row.Code, _ => true)),
        (new AllOf([new IsInRange("id", 20, 250), new IsInRange("price", 0, null)]), row => row.Id is < 20 or > 250 ? false : row.Price is { } price ? price >= 0 : null),
        (new AnyOf([new IsInRange("id", 20, 250), new IsInRange("price", 0, null)]), row => row.Id is >= 20 and <= 250 ? true : row.Price is { } price ? price >= 0 : null),
    ];

    /// <summary>Refused with a reason by PostgreSQL before 16.</summary>
    public static (RowPredicate Predicate, Func<GoldenRow, bool?> Holds) Json { get; } =
        (new IsJson("code"), row => Known(row.Code, code => code is "{\"a\": [1, null]}" or "[]" or "12" || code.Length > 10 && char.IsAsciiDigit(code[0])));

    private static TimeSpan Limit { get; } = TimeSpan.FromSeconds(5);

    /// <returns>What is asked, and what must be answered; <see cref="NumberValue"/> with NaN or an infinity stands for a refusal.</returns>
    /// <param name="reference">The rows of the whole table, which orphans are looked up in.</param>
    public IEnumerable<(Aggregate Aggregate, AggregateValue Expected)> Of(GoldenRow[] rows, GoldenRow[] reference)
    {
        var keys = reference.Where(row => row.Id <= 40).ToArray();
        return
        [
            (new RowCount(), new NumberValue(rows.Length)),
            .. Predicates.Append(Json).SelectMany(each => Counts(each.Predicate, each.Holds, rows)),
            .. Numbers("price", [.. rows.Select(row => (double?)row.Price)]),
            .. Numbers("limit", [.. rows.Select(row => (double?)row.Limit)]),
            .. Numbers("far", [.. rows.Select(row => (double?)row.Far)]),
            .. Numbers("hole", [.. rows.Select(row => row.Hole)]),
            .. Numbers("endless", [.. rows.Select(row => row.Endless)]),
            .. Numbers(GoldenRow.HostileColumn, [.. rows.Select(row => (double?)row.Part)]),
            .. Numbers("hollow", [.. rows.Select(_ => (double?)null)]),
            (new Newest("at"), new InstantValue(rows.Max(row => row.At))),
            (new Oldest("at"), new InstantValue(rows.Min(row => row.At))),
            (new Newest("day"), new InstantValue(rows.Max(row => row.Day) is { } last ? Midnight(last) : null)),
            (new Oldest("day"), new InstantValue(rows.Min(row => row.Day) is { } first ? Midnight(first) : null)),
            (new LongestDelay("at", "since"), new NumberValue(rows.Max(row => (row.At - row.Since)?.TotalSeconds))),
            (new LongestText("name"), new NumberValue(rows.Max(row => Length(row.Name)))),
            (new ShortestText("name"), new NumberValue(rows.Min(row => Length(row.Name)))),
            (new MeanLength("name"), new NumberValue(rows.Average(row => Length(row.Name)))),
            (new Correlation("price", "far"), new NumberValue(Pearson([.. rows.Where(row => row.Price is not null).Select(row => ((double)row.Price!, row.Far))]))),
            (new Correlation("limit", "id"), new NumberValue(Pearson([.. rows.Select(row => ((double)row.Limit, (double)row.Id))]))),
            (new Correlation("price", "hollow"), new NumberValue(null)),
            .. new[] { RunningOrder.Increasing, RunningOrder.StrictlyIncreasing, RunningOrder.Decreasing, RunningOrder.StrictlyDecreasing }
                .Select(order => ((Aggregate)new OutOfOrder("price", "id", order), (AggregateValue)new NumberValue(Broken(rows, order)))),
            (new Distinctness(["name"]), Distinct(rows.Where(row => row.Name is not null), row => row.Name)),
            (new Distinctness(["day"]), Distinct(rows.Where(row => row.Day is not null), row => row.Day)),
            (new Distinctness(["name", "sold"]), Distinct(rows.Where(row => row.Name is not null && row.Sold is not null), row => (row.Name, row.Sold))),
            (new DistinctRows(), Distinct(rows, row => row)),
            (new TopValues("name", 12), Top(rows.Select(row => row.Name), 12)),
            (new TopValues(GoldenRow.HostileColumn, 3), Top(rows.Select(row => $"{row.Part}"), 3)),
            (new Orphans("id", Object("hundred"), "v"), new NumberValue(rows.Count(row => row.Id > 100))),
            (new Orphans("name", new QueryObject($"select name as k from {From("figures")} where id <= 40"), "k"), new NumberValue(rows.Count(row => row.Name is { } name && !keys.Any(key => key.Name == name)))),
            (new OwnExpression("sum(id) / 2.0"), new NumberValue(rows.Length == 0 ? null : rows.Sum(row => row.Id) / 2.0)),
            (new OwnQueryRows($"select id from {From("figures")} where price is null"), new NumberValue(rows.Count(row => row.Price is null))),
            (new KeyMinima("name"), new SketchValue(Sketch(rows.Select(row => row.Name)))),
            (new HistogramCounts("price", Edges.ToValueList()), Bins(rows.Select(row => (double?)row.Price))),
            (new HistogramCounts("endless", Edges.ToValueList()), Bins(rows.Select(row => row.Endless))),
            (new RowSample(new MatchingRows(new IsInRange("id", 6, 8)), ["id", "name"], 20), new SampledRows(rows.Where(row => row.Id is >= 6 and <= 8)
                .Select(row => new SampledRow([new SampledCell("id", $"{row.Id}"), new SampledCell("name", row.Name)])).ToValueList())),
            (new RowChecksums(new(Key, Compared, 2), BucketSplit.Whole(4)), new BucketSums(Digests(rows).GroupBy(row => row.KeyHigh % 4)
                .Select(bucket => new BucketSum(bucket.Key, bucket.Count(), bucket.Sum(row => (long)row.RowHigh), bucket.Sum(row => (long)row.RowLow))).ToValueList())),
            (new RowHashes(new(Key, Compared, 2), new(64, 16, [3, 5])), new RowDigests(Digests(rows).Where(row => row.KeyHigh % 16 is 3 or 5).ToValueList())),
        ];
    }

    private static IEnumerable<(Aggregate Aggregate, AggregateValue Expected)> Counts(RowPredicate predicate, Func<GoldenRow, bool?> holds, GoldenRow[] rows) =>
    [
        (new MatchCount(predicate), new NumberValue(rows.Count(row => holds(row) == true))),
        (new MatchCount(new Not(predicate)), new NumberValue(rows.Count(row => holds(row) == false))),
    ];

    private static IEnumerable<(Aggregate Aggregate, AggregateValue Expected)> Numbers(string column, double?[] cells)
    {
        double[] all = [.. cells.OfType<double>()];
        double[] numbers = [.. all.Where(number => !double.IsNaN(number))];
        var mean = all.Length == 0 ? (double?)null : all.Average();
        yield return (new Minimum(column), new NumberValue(numbers.Length == 0 ? null : numbers.Min()));
        yield return (new Maximum(column), new NumberValue(numbers.Length == 0 ? null : numbers.Max()));
        yield return (new Sum(column), new NumberValue(all.Length == 0 ? null : all.Sum()));
        yield return (new Mean(column), new NumberValue(mean));
        yield return (new StandardDeviation(column), new NumberValue(all.Length < 2 ? null : Math.Sqrt(all.Sum(number => (number - mean!.Value) * (number - mean.Value)) / (all.Length - 1))));
        if (all.Length == numbers.Length) // the rank of NaN is not defined
        {
            double[] sorted = [.. numbers.Order()];
            foreach (var (percent, q) in new[] { (7, 0.07), (50, 0.5), (99, 0.99) })
            {
                yield return (new Quantile(column, q), new NumberValue(sorted.Length == 0 ? null : sorted[((sorted.Length * percent) - 1) / 100]));
            }
        }
    }

    private static double? Pearson((double X, double Y)[] pairs)
    {
        if (pairs.Length < 2)
        {
            return null;
        }

        var (x, y) = (pairs.Average(pair => pair.X), pairs.Average(pair => pair.Y));
        return pairs.Sum(pair => (pair.X - x) * (pair.Y - y)) / Math.Sqrt(pairs.Sum(pair => (pair.X - x) * (pair.X - x)) * pairs.Sum(pair => (pair.Y - y) * (pair.Y - y)));
    }

    /// <summary>Rows of one key are arranged so that they break as little as they can: here they are copies, so sorted stably by id alone.</summary>
    private static int Broken(GoldenRow[] rows, RunningOrder order)
    {
        decimal[] values = [.. rows.Where(row => row.Price is not null).OrderBy(row => row.Id).Select(row => row.Price!.Value)];
        return values.Zip(values.Skip(1), (before, after) => order switch
        {
            RunningOrder.Increasing => after < before,
            RunningOrder.StrictlyIncreasing => after <= before,
            RunningOrder.Decreasing => after > before,
            _ => after >= before,
        }).Count(isBroken => isBroken);
    }

    private static DistinctValue Distinct<T>(IEnumerable<GoldenRow> rows, Func<GoldenRow, T> key)
    {
        var keys = rows.Select(key).ToArray();
        return new(keys.Length, keys.Distinct().Count());
    }

    private static TopValueList Top(IEnumerable<string?> values, int limit) => new(values
        .GroupBy(value => value, StringComparer.Ordinal)
        .OrderByDescending(group => group.Count())
        .ThenBy(group => group.Key is not null)
        .ThenBy(group => Convert.ToHexString(Encoding.UTF8.GetBytes(group.Key ?? "")), StringComparer.Ordinal)
        .Take(limit)
        .Select(group => new TopValue(group.Key, group.Count()))
        .ToValueList());

    private static KeySketch Sketch(IEnumerable<string?> values) => KeySketch.Of(values.OfType<string>().Select(Hash).Select(hash => (hash.High % KeySketch.Registers, ((uint)hash.Low << 6) + 32)));

    private static HistogramValue Bins(IEnumerable<double?> cells)
    {
        var bins = cells.OfType<double>().Where(double.IsFinite).ToLookup(number => Edges.Count(edge => edge <= number));
        return new(new(Edges.ToValueList(), Enumerable.Range(0, Edges.Length + 1).Select(bin => new HistogramBin(bins[bin].Count(), bins[bin].Sum())).ToValueList()));
    }

    private static IEnumerable<RowDigest> Digests(IEnumerable<GoldenRow> rows) => rows.Select(row =>
    {
        var name = row.Name?.Replace("!", "!!", StringComparison.Ordinal).Replace("|", "!p", StringComparison.Ordinal) ?? "!n";
        var price = row.Price is { } number ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{number:0.00}") : "!n";
        var (key, whole) = (Hash($"{row.Id}"), Hash($"{row.Id}|{name}|{price}"));
        return new RowDigest(key.High, key.Low, whole.High, whole.Low);
    });

    private static (int High, int Low) Hash(string text)
    {
#pragma warning disable CA5351 // the fingerprint that every engine has
        var hash = Convert.ToHexString(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351
        return (Convert.ToInt32(hash[..7], 16) % (1 << 26), Convert.ToInt32(hash[7..14], 16) % (1 << 26));
    }

    private static bool? Known(string? text, Func<string, bool> holds) => text is null ? null : holds(text);

    private static int? Length(string? text) => text?.EnumerateRunes().Count();

    private static DateTimeOffset Midnight(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    private static bool? Or(bool left, bool isLeftUnknown, bool? right) => (left, right) switch
    {
        (true, _) or (_, true) => true,
        _ when isLeftUnknown || right is null => null,
        _ => false,
    };
}
