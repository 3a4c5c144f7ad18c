using System.ComponentModel;

namespace Tributary.Tests;

/// <summary>Runs JavaScript with a package that <c>.ci/run</c> installs below <c>artifacts/npm</c>, or skips the test with the reason.</summary>
internal static class Node
{
    /// <summary>What a script writes, run where it finds <paramref name="package"/>.</summary>
    public static string Run(string script, string package, params IEnumerable<string> arguments)
    {
        string? modules = Modules();
        if (modules is null || !Directory.Exists(Path.Combine(modules, package)))
            Assert.Skip($"The package {package} is not in artifacts/npm to compare with; .ci/run installs it.");
        string path = Path.Combine(Path.GetDirectoryName(modules)!, $"{Path.GetRandomFileName()}.mjs");
        File.WriteAllText(path, script);
        try
        {
            return ChildProcess.Output("node", [path, .. arguments]);
        }
        catch (Win32Exception)
        {
            Assert.Skip("Node.js is not here to compare with (Debian: nodejs).");
            throw;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string? Modules()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Tributary.slnx")))
                return Path.Combine(folder.FullName, "artifacts", "npm", "node_modules");
        return null;
    }
}
