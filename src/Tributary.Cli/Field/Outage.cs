using Tributary.Protocol;

namespace Tributary.Cli;

/// <summary>Patience of whoever watches a run: its coordinator may be away for as long as it takes.</summary>
internal static class Outage
{
    /// <summary>Asks again and again while the coordinator cannot be reached, and says so once.</summary>
    public static async Task<T> OutlastAsync<T>(Func<Task<T>> ask)
    {
        for (bool told = false; ; told = true)
        {
            try
            {
                return await ask();
            }
            catch (UnreachableException)
            {
                if (told) continue;
                Console.Error.WriteLine("The coordinator cannot be reached. The run goes on when it is back, and this waits for it.");
            }
        }
    }
}
