using Xunit;

namespace Boom.Tests.Storage.Mongo;

/// <summary>The tests that share one server of MongoDB.</summary>
[CollectionDefinition(Name)]
public sealed class MongoTests : ICollectionFixture<MongoTestServer>
{
    public const string Name = "MongoDB";
}
