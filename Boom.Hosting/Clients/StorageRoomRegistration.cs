using Boom.ServiceDefaults.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Boom.Hosting.Clients;

/// <summary>Registration of <see cref="StorageRoom"/>.</summary>
public static class StorageRoomRegistration
{
    /// <summary>Has the consumers and alert workers of this program pause while a disk lacks room.</summary>
    public static IServiceCollection AddStorageRoom(this IServiceCollection services, StorageOptions options, IReadOnlyList<StoragePlace> places)
    {
        services.TryAddSingleton(provider =>
            new StorageRoom(options.MinimumFree, places, DiskSpace.Look, provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
