namespace Boom.Core.Filters;

sealed class AlertInputs : IDisposable
{
    public void Dispose()
    {
    }
}
