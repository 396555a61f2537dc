using Boom.Consumer;
using Boom.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Boom.Tests.Consumer;

public sealed class ConsumerOptionsTests
{
    static string[] ProblemsOf(Action<ConsumerOptions> change)
    {
        var options = new ConsumerOptions { BootstrapServers = "localhost:9092" };
        change(options);
        return [.. OptionsSection.Bind(new ConfigurationBuilder().Build(), ConsumerOptions.Section, options)];
    }

    [Fact]
    public void Validate_Defaults_AreGood() => Assert.Empty(ProblemsOf(_ => { }));

    [Fact]
    public void Validate_NoBrokers_NamesKeyAndRemedy() =>
        Assert.Equal(
            ["Consumer:BootstrapServers is empty; give the connection string kafka, e.g. localhost:9092."],
            ProblemsOf(options => options.BootstrapServers = " "));

    [Fact]
    public void Validate_EverythingOutOfRange_NamesEachKey()
    {
        var problems = ProblemsOf(options =>
        {
            options.BatchSize = 0;
            options.BatchBytes = 1;
            options.Linger = TimeSpan.Zero;
            options.MaxQueueMessages = 0;
            options.MaxQueueBytes = 0;
            options.TopicRefresh = TimeSpan.Zero;
            options.CommitInterval = TimeSpan.FromDays(1);
            options.PrefetchBytes = 0;
            options.SessionTimeout = TimeSpan.Zero;
            options.FetchWait = TimeSpan.Zero;
        });

        Assert.Equal(10, problems.Length);
    }
}
