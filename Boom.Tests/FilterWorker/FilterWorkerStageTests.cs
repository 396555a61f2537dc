using Boom.Core.Messages;
using Boom.FilterWorker;
using Boom.FilterWorker.Streams;
using Boom.Messaging.Kafka;
using Boom.Tests.Messaging.Kafka;
using Boom.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Boom.Tests.FilterWorker;

public sealed class FilterWorkerStageTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AddClients_FolderForTheEmbeddedBroker_KeepsMessagesBeforeTheyAreSent()
    {
        await using var services = Build(("Streams:BrokerIsEmbedded", "true"), ("Streams:Folder", _folder.Path));
        var sink = Assert.IsType<KeptMessages>(services.GetRequiredService<IMessageSink>());

        // Nobody listens there.
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var sending = sink.SendAsync([SentMessages.Message("ZTF_alerts_results", 1)], impatient.Token);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(async () => await sending);

        Assert.Single(Directory.GetFiles(_folder.Path), file => new FileInfo(file).Length > 0);
    }

    [Fact]
    public async Task AddClients_AnyOtherBroker_SendsThereAlone()
    {
        await using var services = Build();

        Assert.IsType<KafkaMessageSink>(services.GetRequiredService<IMessageSink>());
    }

    static ServiceProvider Build(params (string Key, string Value)[] settings)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(settings.Append(("ConnectionStrings:kafka", "127.0.0.1:1")).Select(setting => KeyValuePair.Create(setting.Item1, (string?)setting.Item2)));
        builder.Services.AddSingleton(TimeProvider.System).AddLogging();
        new FilterWorkerStage().AddClients(builder);
        return builder.Services.BuildServiceProvider();
    }
}
