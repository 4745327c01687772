using System.Security.Cryptography;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Samples;

namespace DataMonitor.Adapters.State;

internal sealed partial class StateStore
{
    private const int SaltLength = 32;

    public async Task<byte[]> SampleSaltAsync(CancellationToken cancellationToken)
    {
        var fresh = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SaltLength));
        return Convert.FromHexString(await WriteAsync(
            async session =>
            {
                await session.ExecuteAsync($"INSERT INTO sample_salt (one, value) VALUES (1, {fresh}) ON CONFLICT (one) DO NOTHING", cancellationToken);
                return await session.FirstAsync($"SELECT value FROM sample_salt", row => row.Text(), cancellationToken);
            },
            cancellationToken) ?? fresh);
    }

    public Task SaveSampleAsync(FailedSample sample, CancellationToken cancellationToken) => WriteAsync(
        $"""
        INSERT INTO failed_sample (dataset, check_id, scheduled_at, expires_at, content)
        VALUES ({sample.Dataset}, {sample.CheckId}, {sample.ScheduledAt}, {sample.ExpiresAt}, {StateJson.Write(sample.Rows)})
        ON CONFLICT (dataset, check_id) DO UPDATE SET scheduled_at = excluded.scheduled_at, expires_at = excluded.expires_at, content = excluded.content
        """,
        cancellationToken);

    public async Task<IReadOnlyList<FailedSample>> SamplesAsync(string dataset, DateTimeOffset now, CancellationToken cancellationToken) => await ReadAsync(
        session => session.ListAsync(
            $"SELECT check_id, scheduled_at, expires_at, content FROM failed_sample WHERE dataset = {dataset} AND expires_at > {now} ORDER BY check_id",
            row => new FailedSample(dataset, row.Text(), row.Instant(), row.Instant(), row.Json<ValueList<SampledRow>>()),
            cancellationToken),
        cancellationToken);

    public Task<int> PruneSamplesAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        WriteAsync($"DELETE FROM failed_sample WHERE expires_at <= {now}", cancellationToken);
}
