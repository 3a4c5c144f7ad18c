using Tributary.Tests;

namespace Tributary.Field.Tests;

/// <summary>Every command of <c>docs/operate.md</c> is typed as it stands there, and prints what stands there.</summary>
public sealed class OperatePageTests
{
    [Fact]
    public async Task A_new_user_gets_what_the_page_says()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The page is for a POSIX shell.");
        string root = Repository();
        var page = Walkthrough.Read(Path.Combine(root, "docs", "operate.md"));
        Assert.True(page.Steps.Count > 10);
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "samples"));
        CopyFolder(Path.Combine(root, "samples", "field"), Path.Combine(folder.Path, "samples", "field"));
        IReadOnlyList<IReadOnlyList<string>> printed = await page.RunAsync(folder.Path, TestContext.Current.CancellationToken);
        for (int i = 0; i < page.Steps.Count; i++)
            Assert.True(
                Walkthrough.Matches(page.Steps[i].Expected, printed[i]),
                $"$ {page.Steps[i].Command}\nThe page says:\n{string.Join('\n', page.Steps[i].Expected)}\nIt printed:\n{string.Join('\n', printed[i])}");
    }

    private static string Repository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Tributary.slnx"))) folder = folder.Parent;
        return folder.FullName;
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (string inner in Directory.GetDirectories(from)) CopyFolder(inner, Path.Combine(to, Path.GetFileName(inner)));
    }
}
