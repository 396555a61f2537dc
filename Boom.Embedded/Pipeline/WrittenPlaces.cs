using Boom.Hosting;
using Boom.Hosting.Clients;
using Boom.Storage;
using Boom.Storage.Cutouts;
using Microsoft.Extensions.Configuration;

namespace Boom.Embedded.Pipeline;

/// <summary>Where <c>boom run</c> writes in bulk.</summary>
public static class WrittenPlaces
{
    /// <summary>The file of a store and its segments, or a folder of cutouts beside a store on a server.</summary>
    /// <param name="configuration">Names a store on a server, maybe.</param>
    /// <param name="dataFolder">Where the store is if not.</param>
    /// <exception cref="ServiceDefaults.ConfigurationFaultException">What it says of the store is wrong.</exception>
    public static IReadOnlyList<StoragePlace> Of(IConfiguration configuration, string dataFolder)
    {
        var connection = ServerSettings.From(configuration).AlertDb is { } text ? StoreConnection.Parse(text) : null;
        if (connection?.MongoUrl is null)
            return [new("store", Path.GetDirectoryName(Path.GetFullPath(connection?.SqliteFile ?? StoreSession.FileOf(dataFolder)))!)];
        return ProgramSettings.ReadCutouts(configuration) is { Store: CutoutOptions.InFolder, Folder: { } folder }
            ? [new("cutouts", Path.GetFullPath(folder))]
            : [];
    }
}
