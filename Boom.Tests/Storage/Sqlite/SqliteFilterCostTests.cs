using Boom.Core.Store;
using Boom.Storage.Sqlite;
using Boom.Tests.Contracts;

namespace Boom.Tests.Storage.Sqlite;

/// <summary>The contract of what filters cost, held by the SQLite store.</summary>
public sealed class SqliteFilterCostTests : FilterCostContract, IDisposable
{
    readonly SqliteFolder _folder = new();
    readonly SqliteStore _store;

    public SqliteFilterCostTests() => _store = _folder.Open();

    protected override IFilterCosts Store => _store;

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }
}
