using Boom.Lab.Bench.Services;
using Xunit;

namespace Boom.Tests.Lab.Bench.Services;

public sealed class BenchStoreTests
{
    [Theory]
    [InlineData("mongodb://host:27017", null)]
    [InlineData("mongodb://host:27017/boom", null)]
    [InlineData("mongodb://user:pass@host:27017/boom", "boom")]
    [InlineData("mongodb://user:pass@host:27017", "admin")]
    [InlineData("mongodb://user:pass@host:27017/boom?authSource=users", "users")]
    public void OwnDatabase_ConnectionString_KeepsWhereTheUserIsKnown(string text, string? source)
    {
        var url = BenchStore.OwnDatabase(text, "id");

        Assert.Equal(("boom_bench_id", source), (url.DatabaseName, url.AuthenticationSource));
    }
}
