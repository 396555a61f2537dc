using Boom.Tests.Cli;
using Boom.Tests.Cli.Filters;
using Boom.Tests.Embedded;
using Boom.Tests.Embedded.Pipeline;
using Boom.Tests.Faults;
using Boom.Tests.Issues;
using Boom.Tests.Lab.Bench;
using Boom.Tests.Observability;
using Boom.Tests.Storage.Mongo;
using Boom.Tests.Support;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Boom.Tests.Support;

/// <summary>
/// Collections run side by side, the tests of each one after the other: what takes minutes begins first, so that at the end nothing runs alone. The others keep
/// their order.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    static readonly string[] Names = [KafkaTests.Name, MongoTests.Name, EmbeddedServersGroup.Name, FilterNightTests.Name];

    // By the time they take, those of names above among them.
    static readonly Type[] Classes =
    [
        typeof(BrokerSetBackTests), typeof(ProgramTests), typeof(DrillTests), typeof(RunStreamsTests), typeof(KillTests), typeof(ServerAwayTests),
        typeof(Core.Surveys.Ztf.ZtfGoldenTests), typeof(QueueServerRefusesTests), typeof(ServeTests), typeof(RunSiteTests), typeof(PromtoolTests), typeof(BenchCommandTests),
        typeof(Enricher.Asked.AskedPropertyTests), typeof(Core.Surveys.Lsst.LsstGoldenTests), typeof(TelemetryCostTests), typeof(MongoTlsTests), typeof(CatalogCommandTests),
        typeof(Core.Surveys.Winter.WinterGoldenTests), typeof(Core.Filters.ExpressionPropertyTests), typeof(Catalogs.CatalogFuzzTests),
    ];

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(collection => PlaceOf(collection.TestCollectionDisplayName))];

    static int PlaceOf(string name)
    {
        if (Array.IndexOf(Names, name) is >= 0 and var shared)
            return shared + 1;

        // The collection of a class has its name.
        var place = Array.FindIndex(Classes, one => name.Contains($" {one.FullName} ", StringComparison.Ordinal) || name.EndsWith($" {one.FullName}", StringComparison.Ordinal));
        return place switch
        {
            < 0 => int.MaxValue,
            0 => 0,
            _ => place + Names.Length,
        };
    }
}
