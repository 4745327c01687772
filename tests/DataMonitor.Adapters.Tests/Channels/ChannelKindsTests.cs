using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using DataMonitor.Adapters.Channels;
using DataMonitor.Adapters.Tests.Yaml;
using DataMonitor.Adapters.Yaml;
using DataMonitor.Core.Alerting;
using DataMonitor.Core.Definitions;
using Microsoft.Extensions.Time.Testing;
using static DataMonitor.Adapters.Tests.Channels.Notifications;

namespace DataMonitor.Adapters.Tests.Channels;

public sealed class ChannelKindsTests
{
    [Theory]
    [InlineData("smtp.example.org:587", "", SmtpTls.Starttls)]
    [InlineData("smtp.example.org:465", "", SmtpTls.Implicit)]
    [InlineData("smtp.example.org:25", ", tls: none", SmtpTls.None)]
    internal void Read_MailServer_EncryptsAsItsPortSuggests(string smarthost, string more, SmtpTls expected)
    {
        var (channel, errors) = Read("email_configs", $"{{to: a@example.org, from: b@example.org, smarthost: '{smarthost}'{more}}}");

        errors.ShouldBeEmpty();
        channel.ShouldBeOfType<EmailDefinition>().Server.ShouldNotBeNull().Tls.ShouldBe(expected);
    }

    [Fact]
    public void Read_WrongChannels_SayWhatAndHow()
    {
        (string Kind, string Yaml)[] wrong =
        [
            ("email_configs", "{to: a@example.org, from: b@example.org}"),
            ("email_configs", "{to: a@example.org, from: b@example.org, smarthost: 'x:25', folder: y}"),
            ("email_configs", "{to: a@example.org, from: b@example.org, smarthost: smtp.example.org}"),
            ("email_configs", "{to: a@example.org, from: b@example.org, smarthost: 'x:0'}"),
            ("email_configs", "{to: nobody, from: b@example.org, folder: y}"),
            ("email_configs", "{to: a@example.org, from: \"b@example.org\\r\\nBcc: c@example.org\", folder: y}"),
            ("email_configs", "{to: a@example.org, from: b@example.org, folder: ../y}"),
            ("email_configs", "{to: a@example.org, from: b@example.org, folder: /etc}"),
            ("email_configs", "{to: a@example.org, from: b@example.org, smarthost: 'x:25', auth_username: me}"),
            ("email_configs", "{to: a@example.org, from: b@example.org, smarthost: 'x:25', auth_username: me, auth_password: 'in clear text'}"),
            ("email_configs", "{to: a@example.org, from: b@example.org, smarthost: 'x:25', tls: none, auth_username: me, auth_password: '${env:DQ_PASSWORD}'}"),
            ("webhook_configs", "{url: 'http://hooks.example.org/'}"),
            ("webhook_configs", "{url: 'https://me:secret@hooks.example.org/'}"),
            ("webhook_configs", "{url: '${env:DQ_PASSWORD}'}"),
            ("webhook_configs", "{url: 'https://hooks.example.org/', secret: '${env:DQ_PASSWORD}'}"),
            ("webhook_configs", "{url: 'https://hooks.example.org/', timeout: 5m}"),
        ];

        var told = new StringBuilder();
        foreach (var (kind, yaml) in wrong)
        {
            var (channel, errors) = Read(kind, yaml);
            channel.ShouldBeNull(yaml);
            told.Append(kind).Append(": ").Append(yaml.ReplaceLineEndings(" ")).Append('\n').AppendJoin('\n', errors).Append("\n\n");
        }

        told.ToString().ShouldNotContain("a secret of the environment");
        told.ToString().ShouldMatchApproved(options => options.SubFolder("Golden"));
    }

    [Fact]
    public void Read_WebhookInTheOwnNetwork_MayGoWithoutTls() =>
        Read("webhook_configs", "{url: 'http://[::1]:9000/', allow_private: ['::1']}").Channel.ShouldBeOfType<WebhookDefinition>();

    [Fact]
    public void ToString_Definitions_ShowNoSecret()
    {
        var mail = Read("email_configs", "{to: a@example.org, from: b@example.org, smarthost: 'x:25', auth_username: me, auth_password: '${env:DQ_PASSWORD}'}").Channel!;
        var hook = Read("webhook_configs", "{url: 'https://hooks.example.org/T0/planted'}").Channel!;

        mail.ToString().ShouldNotContain("a secret of the environment");
        hook.ToString().ShouldNotContain("planted");
    }

    [Fact]
    public async Task SendAsync_Folder_WritesOneMailHoweverOftenItIsTried()
    {
        var root = Directory.CreateTempSubdirectory("monitor-mail");
        try
        {
            var definition = new EmailDefinition(Header("email"), ["a@example.org", "b@example.org"], "Monitor <monitor@example.org>", null, "outbox/crm");
            var channel = ChannelKinds.Open(definition, root.FullName, new FakeTimeProvider());

            await channel.SendAsync(Firing, TestContext.Current.CancellationToken);
            var answer = await channel.SendAsync(Firing, TestContext.Current.CancellationToken);

            var file = Directory.GetFiles(Path.Combine(root.FullName, "outbox", "crm")).ShouldHaveSingleItem();
            answer.ShouldBe($"written to outbox/crm/{Path.GetFileName(file)}");
            (await MimeKit.MimeMessage.LoadAsync(file, TestContext.Current.CancellationToken)).To.Count.ShouldBe(2);
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    [Fact]
    public void Load_ShippedAlerts_AreValidAndSendNothing()
    {
        var reading = CatalogReadingOf(Path.Combine(Repository(), "alerts"));

        reading.Errors.Where(error => error.Place.File.EndsWith("alerts.yaml", StringComparison.Ordinal)).ShouldBeEmpty();
        foreach (var file in Directory.GetFiles(Path.Combine(Repository(), "alerts"), "*.yaml"))
        {
            File.ReadAllText(file).ShouldNotContain("smarthost:");
        }
    }

    private static CatalogReading CatalogReadingOf(string alerts) =>
        CatalogLoader.Load(Path.Combine(Repository(), "checks"), alerts, new TestSyntax(), [], ChannelKinds.All);

    private static (ChannelDefinition? Channel, ImmutableArray<DefinitionError> Errors) Read(string kind, string yaml)
    {
        var errors = new List<DefinitionError>();
        var node = YamlReader.Read("alerts/alerts.yaml", Encoding.UTF8.GetBytes(yaml), errors).ShouldNotBeNull();
        var definition = ChannelKinds.All.Single(each => each.Key == kind);
        var context = new ReadContext(new TestSyntax());
        var shape = new MappingShape<ChannelDefinition>($"'{kind}'", definition.Fields, values => definition.Read(Header("email"), values));
        return (shape.TryRead(node, context, out var channel) ? channel : null, [.. errors, .. context.Errors]);
    }

    private static string Repository([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../../.."));
}
