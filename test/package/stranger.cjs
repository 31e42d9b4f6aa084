process.stdout.write('stranger\n');
