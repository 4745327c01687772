using System.Security.Cryptography;
using System.Text;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Samples;

/// <summary>Some rows that failed a check, masked by the owner's rules. Shown by <c>monitor samples</c> and nowhere else.</summary>
/// <param name="ScheduledAt">Occurrence of the run.</param>
/// <param name="ExpiresAt">When it is removed.</param>
public sealed record FailedSample(string Dataset, string CheckId, DateTimeOffset ScheduledAt, DateTimeOffset ExpiresAt, ValueList<SampledRow> Rows);

/// <summary>Hides what the owner did not allow to be kept.</summary>
/// <param name="salt">Of this installation: without it nobody can try values against a hash.</param>
public sealed class SampleMask(SampleRules rules, byte[] salt)
{
    private const int HashDigits = 12;

    /// <returns>The rows with every value hashed that is neither a key, nor in an allowed column, nor NULL: <c>#3fa1c09be772</c>. Equal values have equal hashes.</returns>
    public ValueList<SampledRow> Apply(IEnumerable<SampledRow> rows) =>
        rows.Take(rules.Rows).Select(row => new SampledRow(row.Cells.Select(Masked).ToValueList())).ToValueList();

    private SampledCell Masked(SampledCell cell) => cell switch
    {
        { Text: null } => cell,
        _ when rules.Keys.Contains(cell.Column, StringComparer.Ordinal) || rules.Columns.Contains(cell.Column, StringComparer.Ordinal) => cell,
        _ => cell with { Text = $"#{Convert.ToHexStringLower(HMACSHA256.HashData(salt, Encoding.UTF8.GetBytes(cell.Text)))[..HashDigits]}" },
    };
}

/// <summary>Keeps samples apart from everything that is shown, sent or exported.</summary>
public interface ISampleStore
{
    /// <returns>32 random bytes, made at the first call and the same ever after.</returns>
    Task<byte[]> SampleSaltAsync(CancellationToken cancellationToken);

    /// <summary>Keeps a sample in place of the check's earlier one.</summary>
    Task SaveSampleAsync(FailedSample sample, CancellationToken cancellationToken);

    /// <returns>Those of a dataset that have not expired, by check.</returns>
    Task<IReadOnlyList<FailedSample>> SamplesAsync(string dataset, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Removes what has expired.</summary>
    /// <returns>How many samples.</returns>
    Task<int> PruneSamplesAsync(DateTimeOffset now, CancellationToken cancellationToken);
}
