namespace Tributary.Tests;

/// <summary>Finds the reference data and vectors that live beside a checkout, or skips the test with the reason.</summary>
internal static class SharedData
{
    /// <summary>The path of <paramref name="relative"/> in the shared folder; skips the calling test where it does not exist.</summary>
    public static string PathOrSkip(string relative)
    {
        string? root = Environment.GetEnvironmentVariable("TRIBUTARY_SHARED") ?? Beside();
        Assert.SkipWhen(root is null, "Reference data not found: set TRIBUTARY_SHARED, or put a folder 'shared' beside the checkout.");
        string path = Path.Combine(root!, relative);
        Assert.SkipUnless(Path.Exists(path), $"Reference data '{relative}' is not in '{root}'.");
        return path;
    }

    private static string? Beside()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Tributary.slnx")))
            {
                string shared = Path.Combine(folder.Parent?.FullName ?? "/", "shared");
                return Directory.Exists(shared) ? shared : null;
            }
        return null;
    }
}
