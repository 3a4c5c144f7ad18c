using Tributary.Field.Host;

// Serves or joins the folder that a line of the input names, until another line says 'stop' or the fuse of the first goes; ends with its
// input. What it does, it says in lines.
IWork? work = null;
while (await Console.In.ReadLineAsync() is { } line)
{
    string[] words = line.Split(' ');
    switch (words[0])
    {
        case "serve":
            work = await ServedFolder.StartAsync(words[1], new Fuse(FaultPoint.Parse(words[2])), Console.WriteLine);
            break;
        case "join":
            work = await JoinedFolder.StartAsync(words[1], new Fuse(FaultPoint.Parse(words[2])), Console.WriteLine);
            break;
        case "stop" when work is not null:
            await work.DisposeAsync();
            foreach ((string place, int count) in work.Counts) Console.WriteLine($"count {place} {count}");
            Console.WriteLine("stopped");
            break;
        default:
            throw new InvalidOperationException($"There is nothing called '{line}' to do.");
    }
}
