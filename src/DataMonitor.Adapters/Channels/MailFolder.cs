using System.Globalization;
using DataMonitor.Core.Alerting;

namespace DataMonitor.Adapters.Channels;

/// <summary>Writes mails into a folder instead of sending them.</summary>
internal sealed class MailFolder(EmailDefinition definition, string root) : IAlertChannel
{
    public async Task<string> SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(root, definition.Folder!);
        var name = string.Create(CultureInfo.InvariantCulture, $"{notification.Message.CreatedAt.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{notification.Id:n}.eml");
        using var mail = MailMessage.Compose(notification, definition.From, definition.To);
        try
        {
            Directory.CreateDirectory(folder);
            var unfinished = Path.Combine(folder, $".{name}");
            await using (var file = File.Create(unfinished))
            {
                await mail.WriteToAsync(file, cancellationToken);
            }

            File.Move(unfinished, Path.Combine(folder, name), overwrite: true);
            return $"written to {definition.Folder}/{name}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DeliveryException($"The folder {definition.Folder} cannot be written. Let the daemon's user write there.", isTransient: true, cause: e);
        }
    }
}
